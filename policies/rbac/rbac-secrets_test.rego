package security.rbac_secrets_test

import data.security.lib.samples
import data.security.rbac_secrets

test_pass if {
	count(rbac_secrets.deny) == 0 with input.object as samples.role([{"apiGroups": [""], "resources": ["secrets"], "verbs": ["create"]}])
	count(rbac_secrets.deny) == 0 with input.object as samples.role(null)
}

test_fail if {
	results := rbac_secrets.deny with input.object as samples.role([{"apiGroups": [""], "resources": ["secrets"], "verbs": ["create"]}, {"apiGroups": [""], "resources": ["secrets"], "verbs": ["list"]}])
	samples.fields(results) == {"rules.1"}
}

test_wildcards_grant_it_too if {
	all := {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}
	count(rbac_secrets.deny) == 1 with input.object as samples.role([all])
}

test_named_objects_are_a_decision if {
	rule := object.union({"apiGroups": [""], "resources": ["secrets"], "verbs": ["list"]}, {"resourceNames": ["one"]})
	count(rbac_secrets.deny) == 0 with input.object as samples.role([rule])
}
