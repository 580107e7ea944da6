# METADATA
# title: Few may create persistent volumes
# description: >-
#   A persistent volume may be of the type hostPath and so open the file system of any node, past
#   what Pod Security refuses in pods.
# custom:
#   id: rbac-persistent-volumes
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [rbac.authorization.k8s.io/ClusterRole, rbac.authorization.k8s.io/Role]
#   controls: [cis-5.1.9, nist-ac-6]
#   remediation: Let people ask for storage with a PersistentVolumeClaim.
package security.rbac_persistent_volumes

import data.security.lib.rbac

deny contains result if {
	some rule in rbac.rules
	rbac.grants(rule.spec, "", {"persistentvolumes"}, {"create"})
	result := {
		"message": "the role may create persistent volumes",
		"path": rule.path,
		"fix": "remove the verb or the resource from the rule",
	}
}
