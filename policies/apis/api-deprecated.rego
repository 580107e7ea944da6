# METADATA
# title: Objects are written in versions that will stay
# description: >-
#   An API version that is deprecated goes away with an upgrade that is already announced; then the
#   API server refuses the object.
# custom:
#   id: api-deprecated
#   severity: low
#   enforcement: warn
#   scope: object
#   controls: [nist-cm-2]
#   parameters:
#     kubernetesVersion:
#       description: The version of Kubernetes of clusters that have no claim kubeversion.open-cluster-management.io.
#       default: none
#       example: v1.36
#   remediation: >-
#     Write the object in the version that replaces the deprecated one before the cluster is
#     upgraded; see the Deprecated API Migration Guide of Kubernetes.
package security.api_deprecated

import data.security.lib.apis

deny contains result if {
	apis.minor >= apis.lifecycle.deprecated
	apis.minor < apis.lifecycle.removed
	result := {
		"message": sprintf("%s of %s goes away in Kubernetes 1.%d", [input.object.kind, input.object.apiVersion, apis.lifecycle.removed]),
		"path": ["apiVersion"],
		"fix": apis.replacement,
	}
}
