package security.rbac_wildcards_test

import data.security.lib.samples
import data.security.rbac_wildcards

test_pass if {
	count(rbac_wildcards.deny) == 0 with input.object as samples.role([samples.core(["pods"], ["get"])])
	count(rbac_wildcards.deny) == 0 with input.object as samples.role(null)
}

test_fail if {
	rules := [samples.core(["pods"], ["get"]), {"apiGroups": ["apps", "*"], "resources": ["*"], "verbs": ["*"]}]
	results := rbac_wildcards.deny with input.object as samples.role(rules)
	samples.fields(results) == {"rules.1.apiGroups.1", "rules.1.resources.0", "rules.1.verbs.0"}
}

test_a_name_is_no_wildcard if {
	rule := object.union(samples.core(["secrets"], ["get"]), {"resourceNames": ["*"]})
	count(rbac_wildcards.deny) == 0 with input.object as samples.role([rule])
}

test_paths_below_a_url_are_no_wildcard if {
	count(rbac_wildcards.deny) == 0 with input.object as samples.role([{"nonResourceURLs": ["/metrics/*"], "verbs": ["get"]}])
	count(rbac_wildcards.deny) == 1 with input.object as samples.role([{"nonResourceURLs": ["*"], "verbs": ["get"]}])
}

test_all_urls if {
	count(rbac_wildcards.deny) == 1 with input.object as samples.role([{"nonResourceURLs": ["/*"], "verbs": ["get"]}])
	count(rbac_wildcards.deny) == 0 with input.object as samples.role([samples.core(["/*"], ["get"])])
}
