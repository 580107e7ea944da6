package security.rbac_certificate_approval_test

import data.security.lib.samples
import data.security.rbac_certificate_approval

test_pass if {
	count(rbac_certificate_approval.deny) == 0 with input.object as samples.role([{"apiGroups": ["certificates.k8s.io"], "resources": ["certificatesigningrequests"], "verbs": ["create"]}])
	count(rbac_certificate_approval.deny) == 0 with input.object as samples.role(null)
}

test_fail if {
	results := rbac_certificate_approval.deny with input.object as samples.role([{"apiGroups": ["certificates.k8s.io"], "resources": ["certificatesigningrequests"], "verbs": ["create"]}, {"apiGroups": ["certificates.k8s.io"], "resources": ["certificatesigningrequests/approval"], "verbs": ["update"]}])
	samples.fields(results) == {"rules.1"}
}

test_wildcards_grant_it_too if {
	all := {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}
	count(rbac_certificate_approval.deny) == 1 with input.object as samples.role([all])
}
