package security.rbac_system_masters_test

import data.security.lib.samples
import data.security.rbac_system_masters

test_pass if {
	count(rbac_system_masters.deny) == 0 with input.object as samples.binding("view", [samples.group("developers")])
	count(rbac_system_masters.deny) == 0 with input.object as samples.binding("view", null)
}

test_fail if {
	subjects := [samples.group("developers"), samples.group("system:masters")]
	results := rbac_system_masters.deny with input.object as samples.binding("view", subjects)
	samples.fields(results) == {"subjects.1"}
}

test_a_user_of_that_name_is_no_group if {
	subjects := [{"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "system:masters"}]
	count(rbac_system_masters.deny) == 0 with input.object as samples.binding("view", subjects)
}
