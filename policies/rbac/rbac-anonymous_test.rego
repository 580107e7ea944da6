package security.rbac_anonymous_test

import data.security.lib.samples
import data.security.rbac_anonymous

test_pass if {
	count(rbac_anonymous.deny) == 0 with input.object as samples.binding("view", [samples.group("developers")])
	count(rbac_anonymous.deny) == 0 with input.object as samples.binding("view", null)
}

test_fail if {
	subjects := [samples.group("developers"), samples.group("system:authenticated")]
	results := rbac_anonymous.deny with input.object as samples.binding("view", subjects)
	samples.fields(results) == {"subjects.1"}
	every name in ["system:serviceaccounts", "system:unauthenticated"] {
		count(rbac_anonymous.deny) == 1 with input.object as samples.binding("view", [samples.group(name)])
	}
	count(rbac_anonymous.deny) == 1 with input.object as samples.binding("view", [{"kind": "User", "name": "system:anonymous"}])
}

test_the_accounts_of_one_namespace_are_not_everybody if {
	subjects := [samples.group("system:serviceaccounts:shop")]
	count(rbac_anonymous.deny) == 0 with input.object as samples.binding("view", subjects)
}
