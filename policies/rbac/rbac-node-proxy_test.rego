package security.rbac_node_proxy_test

import data.security.lib.samples
import data.security.rbac_node_proxy

test_pass if {
	count(rbac_node_proxy.deny) == 0 with input.object as samples.role([{"apiGroups": [""], "resources": ["nodes", "nodes/metrics"], "verbs": ["get"]}])
	count(rbac_node_proxy.deny) == 0 with input.object as samples.role(null)
}

test_fail if {
	results := rbac_node_proxy.deny with input.object as samples.role([{"apiGroups": [""], "resources": ["nodes", "nodes/metrics"], "verbs": ["get"]}, {"apiGroups": [""], "resources": ["nodes/proxy"], "verbs": ["get"]}])
	samples.fields(results) == {"rules.1"}
}

test_wildcards_grant_it_too if {
	all := {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}
	count(rbac_node_proxy.deny) == 1 with input.object as samples.role([all])
}
