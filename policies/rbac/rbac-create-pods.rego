# METADATA
# title: Few may create pods
# description: >-
#   Whoever creates a pod chooses its service account, and so has the rights of every account of the
#   namespace, and its secrets as volumes.
# custom:
#   id: rbac-create-pods
#   severity: medium
#   enforcement: warn
#   scope: object
#   kinds: [rbac.authorization.k8s.io/ClusterRole, rbac.authorization.k8s.io/Role]
#   controls: [cis-5.1.4, nist-ac-6, nist-cm-6]
#   remediation: Let people deploy through a controller such as a Deployment or a delivery tool.
package security.rbac_create_pods

import data.security.lib.rbac

deny contains result if {
	some rule in rbac.rules
	rbac.grants(rule.spec, "", {"pods"}, {"create"})
	result := {
		"message": "the role may create pods",
		"path": rule.path,
		"fix": "remove the verb or the resource from the rule",
	}
}
