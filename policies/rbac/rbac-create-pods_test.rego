package security.rbac_create_pods_test

import data.security.lib.samples
import data.security.rbac_create_pods

_rule(group, resource, verb) := {"apiGroups": [group], "resources": [resource], "verbs": [verb]}

# The fields of a role whose second rule this is.
_denied(group, resource, verb) := fields if {
	harmless := {"apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["get"]}
	results := rbac_create_pods.deny with input.object as samples.role([harmless, _rule(group, resource, verb)])
	fields := samples.fields(results)
}

test_pass if {
	count(_denied("", "pods", "get")) == 0
	count(_denied("", "pods/log", "create")) == 0
	count(_denied("apps", "pods", "create")) == 0
	count(rbac_create_pods.deny) == 0 with input.object as samples.role(null)
}

test_fail if {
	_denied("", "pods", "create") == {"rules.1"}
}

test_wildcards_grant_it_too if {
	_denied("*", "*", "*") == {"rules.1"}
}
