package security.rbac_webhooks_test

import data.security.lib.samples
import data.security.rbac_webhooks

_rule(group, resource, verb) := {"apiGroups": [group], "resources": [resource], "verbs": [verb]}

# The fields of a role whose second rule this is.
_denied(group, resource, verb) := fields if {
	harmless := {"apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["get"]}
	results := rbac_webhooks.deny with input.object as samples.role([harmless, _rule(group, resource, verb)])
	fields := samples.fields(results)
}

test_pass if {
	count(_denied("admissionregistration.k8s.io", "validatingwebhookconfigurations", "get")) == 0
	count(_denied("", "validatingwebhookconfigurations", "patch")) == 0
	count(rbac_webhooks.deny) == 0 with input.object as samples.role(null)
}

test_fail if {
	resources := [
		"mutatingadmissionpolicies",
		"mutatingadmissionpolicybindings",
		"mutatingwebhookconfigurations",
		"validatingadmissionpolicies",
		"validatingadmissionpolicybindings",
		"validatingwebhookconfigurations",
	]
	every resource in resources {
		every verb in ["create", "delete", "deletecollection", "patch", "update"] {
			_denied("admissionregistration.k8s.io", resource, verb) == {"rules.1"}
		}
	}
}

test_wildcards_grant_it_too if {
	_denied("*", "*", "*") == {"rules.1"}
}
