package security.rbac_builtin_roles_test

import data.security.lib.samples
import data.security.rbac_builtin_roles

_named(kind, name) := {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": kind, "metadata": {"name": name}}

test_pass if {
	count(rbac_builtin_roles.deny) == 0 with input.object as _named("ClusterRole", "viewer")
	count(rbac_builtin_roles.deny) == 0 with input.object as _named("RoleBinding", "viewers")
}

test_fail if {
	every name in [
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
	] {
		results := rbac_builtin_roles.deny with input.object as _named("ClusterRole", name)
		samples.messages(results) == {sprintf("ClusterRole %s belongs to Kubernetes", [name])}
		samples.fields(results) == {"metadata.name"}
	}
	count(rbac_builtin_roles.deny) == 1 with input.object as _named("ClusterRoleBinding", "cluster-admin")
}

test_the_roles_of_controllers if {
	count(rbac_builtin_roles.deny) == 1 with input.object as _named("ClusterRole", "system:controller:job-controller")
	count(rbac_builtin_roles.deny) == 1 with input.object as _named("Role", "system::leader-locking-kube-scheduler")
}

test_others_of_a_name_like_it if {
	count(rbac_builtin_roles.deny) == 0 with input.object as _named("ClusterRole", "system:metrics-server")
	count(rbac_builtin_roles.deny) == 0 with input.object as _named("Role", "view")
	count(rbac_builtin_roles.deny) == 0 with input.object as _named("RoleBinding", "admin")
}
