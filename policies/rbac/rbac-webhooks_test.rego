package security.rbac_webhooks_test

import data.security.lib.samples
import data.security.rbac_webhooks

test_pass if {
	count(rbac_webhooks.deny) == 0 with input.object as samples.role([{"apiGroups": ["admissionregistration.k8s.io"], "resources": ["validatingwebhookconfigurations"], "verbs": ["get", "list"]}])
	count(rbac_webhooks.deny) == 0 with input.object as samples.role(null)
}

test_fail if {
	results := rbac_webhooks.deny with input.object as samples.role([{"apiGroups": ["admissionregistration.k8s.io"], "resources": ["validatingwebhookconfigurations"], "verbs": ["get", "list"]}, {"apiGroups": ["admissionregistration.k8s.io"], "resources": ["validatingwebhookconfigurations"], "verbs": ["patch"]}])
	samples.fields(results) == {"rules.1"}
}

test_wildcards_grant_it_too if {
	all := {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}
	count(rbac_webhooks.deny) == 1 with input.object as samples.role([all])
}
