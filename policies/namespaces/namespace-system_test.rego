package security.namespace_system_test

import data.security.lib.samples
import data.security.namespace_system

_in(namespace) := object.union(samples.hardened, {"metadata": {"namespace": namespace}})

_system(kind, rest) := object.union(samples.document("v1", kind, rest), {"metadata": {"namespace": "kube-system"}})

test_pass if {
	count(namespace_system.deny) == 0 with input.object as samples.hardened
	every kind in ["LimitRange", "NetworkPolicy", "PodDisruptionBudget", "ResourceQuota"] {
		count(namespace_system.deny) == 0 with input.object as _system(kind, {})
	}
}

test_fail if {
	results := namespace_system.deny with input.object as _in("kube-system")
	samples.messages(results) == {"Pod web lives in kube-system"}
	samples.fields(results) == {"metadata.namespace"}
	count(namespace_system.deny) == 1 with input.object as _in("kube-public")
	count(namespace_system.deny) == 1 with input.object as _in("kube-node-lease")
	count(namespace_system.deny) == 1 with input.object as _system("ServiceAccount", {})
}

test_names_that_only_look_like_it if {
	count(namespace_system.deny) == 0 with input.object as _in("kube-system-tools")
	count(namespace_system.deny) == 0 with input.object as _in("my-kube-system")
}

test_extensions_of_the_api_server if {
	reader := {"kind": "Role", "name": "extension-apiserver-authentication-reader"}
	count(namespace_system.deny) == 0 with input.object as _system("RoleBinding", {"roleRef": reader})
	count(namespace_system.deny) == 1 with input.object as _system("ConfigMap", {"roleRef": reader})
	of_cluster := object.union(reader, {"kind": "ClusterRole"})
	count(namespace_system.deny) == 1 with input.object as _system("RoleBinding", {"roleRef": of_cluster})
	other := object.union(reader, {"name": "system::leader-locking-kube-scheduler"})
	count(namespace_system.deny) == 1 with input.object as _system("RoleBinding", {"roleRef": other})
}
