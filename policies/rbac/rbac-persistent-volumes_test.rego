package security.rbac_persistent_volumes_test

import data.security.lib.samples
import data.security.rbac_persistent_volumes

_rule(group, resource, verb) := {"apiGroups": [group], "resources": [resource], "verbs": [verb]}

# The fields of a role whose second rule this is.
_denied(group, resource, verb) := fields if {
	harmless := {"apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["get"]}
	results := rbac_persistent_volumes.deny with input.object as samples.role([harmless, _rule(group, resource, verb)])
	fields := samples.fields(results)
}

test_pass if {
	count(_denied("", "persistentvolumeclaims", "create")) == 0
	count(_denied("", "persistentvolumes", "get")) == 0
	count(rbac_persistent_volumes.deny) == 0 with input.object as samples.role(null)
}

test_fail if {
	_denied("", "persistentvolumes", "create") == {"rules.1"}
}

test_wildcards_grant_it_too if {
	_denied("*", "*", "*") == {"rules.1"}
}
