package security.pod_privilege_escalation_test

import data.security.lib.samples
import data.security.pod_privilege_escalation

test_pass if {
	count(pod_privilege_escalation.deny) == 0 with input.object as samples.hardened
}

test_fail if {
	results := pod_privilege_escalation.deny with input.object as samples.secured({"allowPrivilegeEscalation": true})
	samples.fields(results) == {"spec.containers.0.securityContext.allowPrivilegeEscalation"}
}

test_silence_allows_it if {
	count(pod_privilege_escalation.deny) == 1 with input.object as samples.contained({})
	count(pod_privilege_escalation.deny) == 1 with input.object as samples.secured(null)
}

test_windows_knows_no_escalation if {
	workload := samples.pod({"os": {"name": "windows"}, "containers": [{"name": "web"}]})
	count(pod_privilege_escalation.deny) == 0 with input.object as workload
}
