package security.rbac_create_pods_test

import data.security.lib.samples
import data.security.rbac_create_pods

test_pass if {
	count(rbac_create_pods.deny) == 0 with input.object as samples.role([{"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list"]}])
	count(rbac_create_pods.deny) == 0 with input.object as samples.role(null)
}

test_fail if {
	results := rbac_create_pods.deny with input.object as samples.role([{"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list"]}, {"apiGroups": [""], "resources": ["pods"], "verbs": ["create"]}])
	samples.fields(results) == {"rules.1"}
}

test_wildcards_grant_it_too if {
	all := {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}
	count(rbac_create_pods.deny) == 1 with input.object as samples.role([all])
}
