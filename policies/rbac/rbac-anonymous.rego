# METADATA
# title: Nothing is granted to everybody
# description: >-
#   A binding to system:authenticated, system:unauthenticated, system:anonymous or
#   system:serviceaccounts reaches everybody who finds the API server, or every pod of the cluster.
# custom:
#   id: rbac-anonymous
#   severity: critical
#   enforcement: deny
#   scope: object
#   kinds: [rbac.authorization.k8s.io/ClusterRoleBinding, rbac.authorization.k8s.io/RoleBinding]
#   controls: [nist-ac-3, nist-ac-6, pci-7.2.1]
#   remediation: Bind to a group that your identity provider manages.
package security.rbac_anonymous

import data.security.lib.rbac

_everybody := {
	"Group:system:authenticated",
	"Group:system:serviceaccounts",
	"Group:system:unauthenticated",
	"User:system:anonymous",
}

deny contains result if {
	some subject in rbac.subjects
	rbac.name(subject.spec) in _everybody
	result := {
		"message": sprintf("the binding reaches everybody in %s", [subject.spec.name]),
		"path": subject.path,
		"fix": "bind to a group of your own",
	}
}
