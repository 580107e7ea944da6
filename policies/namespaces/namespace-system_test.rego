package security.namespace_system_test

import data.security.lib.samples
import data.security.namespace_system

_in(namespace) := object.union(samples.hardened, {"metadata": {"namespace": namespace}})

test_pass if {
	count(namespace_system.deny) == 0 with input.object as samples.hardened
}

test_fail if {
	results := namespace_system.deny with input.object as _in("kube-system")
	samples.messages(results) == {"Pod web lives in kube-system"}
	count(namespace_system.deny) == 1 with input.object as _in("kube-public")
}

test_names_that_only_look_like_it if {
	count(namespace_system.deny) == 0 with input.object as _in("kube-system-tools")
	count(namespace_system.deny) == 0 with input.object as _in("my-kube-system")
}
