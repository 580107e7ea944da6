package security.rbac_certificate_approval_test

import data.security.lib.samples
import data.security.rbac_certificate_approval

_rule(group, resource, verb) := {"apiGroups": [group], "resources": [resource], "verbs": [verb]}

# The fields of a role whose second rule this is.
_denied(group, resource, verb) := fields if {
	harmless := {"apiGroups": ["apps"], "resources": ["deployments"], "verbs": ["get"]}
	results := rbac_certificate_approval.deny with input.object as samples.role([harmless, _rule(group, resource, verb)])
	fields := samples.fields(results)
}

test_pass if {
	count(_denied("certificates.k8s.io", "certificatesigningrequests", "update")) == 0
	count(_denied("certificates.k8s.io", "certificatesigningrequests/approval", "get")) == 0
	count(rbac_certificate_approval.deny) == 0 with input.object as samples.role(null)
}

test_fail if {
	every verb in ["patch", "update"] {
		_denied("certificates.k8s.io", "certificatesigningrequests/approval", verb) == {"rules.1"}
	}
}

test_wildcards_grant_it_too if {
	_denied("*", "*", "*") == {"rules.1"}
	_denied("certificates.k8s.io", "*/approval", "*") == {"rules.1"}
}
