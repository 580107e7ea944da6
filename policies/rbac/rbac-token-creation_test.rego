package security.rbac_token_creation_test

import data.security.lib.samples
import data.security.rbac_token_creation

test_pass if {
	count(rbac_token_creation.deny) == 0 with input.object as samples.role([{"apiGroups": [""], "resources": ["serviceaccounts"], "verbs": ["get"]}])
	count(rbac_token_creation.deny) == 0 with input.object as samples.role(null)
}

test_fail if {
	results := rbac_token_creation.deny with input.object as samples.role([{"apiGroups": [""], "resources": ["serviceaccounts"], "verbs": ["get"]}, {"apiGroups": [""], "resources": ["serviceaccounts/token"], "verbs": ["create"]}])
	samples.fields(results) == {"rules.1"}
}

test_wildcards_grant_it_too if {
	all := {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}
	count(rbac_token_creation.deny) == 1 with input.object as samples.role([all])
}

test_named_objects_are_a_decision if {
	rule := object.union({"apiGroups": [""], "resources": ["serviceaccounts/token"], "verbs": ["create"]}, {"resourceNames": ["one"]})
	count(rbac_token_creation.deny) == 0 with input.object as samples.role([rule])
}
