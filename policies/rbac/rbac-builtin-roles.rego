# METADATA
# title: Built-in roles stay as Kubernetes made them
# description: >-
#   Everybody takes roles such as view and system:discovery for what their documentation says. A
#   manifest that changes one changes the rights of all its subjects, and the API server keeps
#   putting back what is missing.
# custom:
#   id: rbac-builtin-roles
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [rbac.authorization.k8s.io/ClusterRole, rbac.authorization.k8s.io/ClusterRoleBinding, rbac.authorization.k8s.io/Role, rbac.authorization.k8s.io/RoleBinding]
#   controls: [nist-ac-6, nist-cm-6]
#   remediation: >-
#     Write a role of another name; to widen admin, edit or view, label it with
#     rbac.authorization.k8s.io/aggregate-to-<role>.
package security.rbac_builtin_roles

# The ClusterRoles of the API server's bootstrap policy, Kubernetes 1.36; its bindings have the same names.
_builtin := {
	"admin",
	"cluster-admin",
	"edit",
	"view",
	"system:aggregate-to-admin",
	"system:aggregate-to-edit",
	"system:aggregate-to-view",
	"system:auth-delegator",
	"system:basic-user",
	"system:cluster-trust-bundle-discovery",
	"system:discovery",
	"system:heapster",
	"system:kube-aggregator",
	"system:kube-controller-manager",
	"system:kube-dns",
	"system:kube-scheduler",
	"system:kubelet-api-admin",
	"system:monitoring",
	"system:node",
	"system:node-bootstrapper",
	"system:node-problem-detector",
	"system:node-proxier",
	"system:persistent-volume-provisioner",
	"system:public-info-viewer",
	"system:service-account-issuer-discovery",
	"system:volume-scheduler",
}

deny contains result if {
	_is_builtin(input.object.metadata.name)
	result := {
		"message": sprintf("%s %s belongs to Kubernetes", [input.object.kind, input.object.metadata.name]),
		"path": ["metadata", "name"],
		"fix": "choose another name",
	}
}

_is_builtin(name) if {
	input.object.kind in {"ClusterRole", "ClusterRoleBinding"}
	name in _builtin
}

# The controllers' own, and the system's in kube-system and kube-public.
_is_builtin(name) if startswith(name, "system:controller:")

_is_builtin(name) if startswith(name, "system::")
