package security.rbac_pod_exec_test

import data.security.lib.samples
import data.security.rbac_pod_exec

_entering(resource, verb) := messages if {
	results := rbac_pod_exec.deny with input.object as samples.role([samples.core(["pods"], ["get"]), samples.core([resource], [verb])])
	every result in results {
		result.path == ["rules", 1]
	}
	messages := samples.messages(results)
}

test_pass if {
	_entering("pods/log", "get") == set()
	count(rbac_pod_exec.deny) == 0 with input.object as samples.role(null)
}

test_fail if {
	every verb in ["create", "get"] {
		_entering("pods/exec", verb) == {"the role may enter every pod by exec"}
		_entering("pods/attach", verb) == {"the role may enter every pod by attach"}
		_entering("pods/portforward", verb) == {"the role may enter every pod by port-forward"}
	}
	every verb in ["patch", "update"] {
		_entering("pods/ephemeralcontainers", verb) == {"the role may enter every pod by debug"}
	}
}

test_wildcards_grant_it_too if {
	_entering("*/exec", "*") == {"the role may enter every pod by exec"}
	count(_entering("*", "*")) == 4
}

test_verbs_that_enter_nothing if {
	_entering("pods/exec", "delete") == set()
	_entering("pods/ephemeralcontainers", "get") == set()
}

test_named_pods_are_a_decision if {
	rule := object.union(samples.core(["pods/exec"], ["create"]), {"resourceNames": ["shop-0"]})
	count(rbac_pod_exec.deny) == 0 with input.object as samples.role([rule])
}
