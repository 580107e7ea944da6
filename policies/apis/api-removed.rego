# METADATA
# title: Objects are written in versions that the cluster serves
# description: >-
#   What is written in an API version that Kubernetes removed is refused by the API server, so a
#   control that rests on it is not there. The version of the cluster is its claim
#   kubeversion.open-cluster-management.io, else the parameter `kubernetesVersion`; a cluster that
#   is known by neither is judged as the newest.
# custom:
#   id: api-removed
#   severity: high
#   enforcement: deny
#   scope: object
#   controls: [nist-cm-2, nist-cm-6]
#   parameters:
#     kubernetesVersion:
#       description: The version of Kubernetes of clusters that have no claim kubeversion.open-cluster-management.io.
#       default: none
#       example: v1.36
#   remediation: >-
#     Write the object in the version that replaced the removed one; see the Deprecated API
#     Migration Guide of Kubernetes.
package security.api_removed

import data.security.lib.apis

deny contains result if {
	apis.minor >= apis.lifecycle.removed
	result := {
		"message": sprintf("%s of %s was removed in Kubernetes 1.%d", [input.object.kind, input.object.apiVersion, apis.lifecycle.removed]),
		"path": ["apiVersion"],
		"fix": apis.replacement,
	}
}
