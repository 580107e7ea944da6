package security.rbac_token_creation_test

import data.security.lib.samples
import data.security.rbac_token_creation

_rule(group, resource, verb) := {"apiGroups": [group], "resources": [resource], "verbs": [verb]}

# The fields of a role whose second rule this is.
_denied(group, resource, verb) := fields if {
	harmless := {"apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["get"]}
	results := rbac_token_creation.deny with input.object as samples.role([harmless, _rule(group, resource, verb)])
	fields := samples.fields(results)
}

test_pass if {
	count(_denied("", "serviceaccounts", "create")) == 0
	count(_denied("", "serviceaccounts/token", "get")) == 0
	count(rbac_token_creation.deny) == 0 with input.object as samples.role(null)
}

test_fail if {
	_denied("", "serviceaccounts/token", "create") == {"rules.1"}
}

test_wildcards_grant_it_too if {
	_denied("*", "*", "*") == {"rules.1"}
	_denied("", "*/token", "*") == {"rules.1"}
}

test_named_objects_are_a_decision if {
	rule := object.union(_rule("", "serviceaccounts/token", "create"), {"resourceNames": ["one"]})
	count(rbac_token_creation.deny) == 0 with input.object as samples.role([rule])
}
