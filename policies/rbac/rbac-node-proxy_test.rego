package security.rbac_node_proxy_test

import data.security.lib.samples
import data.security.rbac_node_proxy

_rule(group, resource, verb) := {"apiGroups": [group], "resources": [resource], "verbs": [verb]}

# The fields of a role whose second rule this is.
_denied(group, resource, verb) := fields if {
	harmless := {"apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["get"]}
	results := rbac_node_proxy.deny with input.object as samples.role([harmless, _rule(group, resource, verb)])
	fields := samples.fields(results)
}

test_pass if {
	count(_denied("", "nodes", "get")) == 0
	count(_denied("", "nodes/metrics", "get")) == 0
	count(_denied("", "nodes/proxy", "watch")) == 0
	count(rbac_node_proxy.deny) == 0 with input.object as samples.role(null)
}

test_fail if {
	every verb in ["create", "delete", "get", "patch", "update"] {
		_denied("", "nodes/proxy", verb) == {"rules.1"}
	}
}

test_wildcards_grant_it_too if {
	_denied("*", "*", "*") == {"rules.1"}
	_denied("", "*/proxy", "*") == {"rules.1"}
}
