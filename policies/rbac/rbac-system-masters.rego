# METADATA
# title: Nothing is bound to system:masters
# description: >-
#   The API server lets the group system:masters pass before any authorizer is asked, so such rights
#   can never be taken back. A binding to the group shows that somebody counts on certificates of it.
# custom:
#   id: rbac-system-masters
#   severity: critical
#   enforcement: deny
#   scope: object
#   kinds: [rbac.authorization.k8s.io/ClusterRoleBinding, rbac.authorization.k8s.io/RoleBinding]
#   controls: [cis-5.1.7, nist-ac-6, nist-ac-6.5, pci-7.2.2]
#   remediation: >-
#     Bind a group that the identity provider manages, and issue no certificates of the organisation
#     system:masters.
package security.rbac_system_masters

import data.security.lib.rbac

deny contains result if {
	some subject in rbac.subjects
	rbac.name(subject.spec) == "Group:system:masters"
	result := {
		"message": "the binding counts on the group system:masters",
		"path": subject.path,
		"fix": "bind to a group that your identity provider manages",
	}
}
