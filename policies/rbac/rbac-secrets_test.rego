package security.rbac_secrets_test

import data.security.lib.samples
import data.security.rbac_secrets

_rule(group, resource, verb) := {"apiGroups": [group], "resources": [resource], "verbs": [verb]}

# The fields of a role whose second rule this is.
_denied(group, resource, verb) := fields if {
	harmless := {"apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["get"]}
	results := rbac_secrets.deny with input.object as samples.role([harmless, _rule(group, resource, verb)])
	fields := samples.fields(results)
}

test_pass if {
	count(_denied("", "secrets", "create")) == 0
	count(_denied("", "configmaps", "get")) == 0
	count(rbac_secrets.deny) == 0 with input.object as samples.role(null)
}

test_fail if {
	every verb in ["get", "list", "watch"] {
		_denied("", "secrets", verb) == {"rules.1"}
	}
}

test_wildcards_grant_it_too if {
	_denied("*", "*", "*") == {"rules.1"}
}

test_named_objects_are_a_decision if {
	rule := object.union(_rule("", "secrets", "get"), {"resourceNames": ["one"]})
	count(rbac_secrets.deny) == 0 with input.object as samples.role([rule])
}
