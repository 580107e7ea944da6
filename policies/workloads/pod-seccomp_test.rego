package security.pod_seccomp_test

import data.security.lib.samples
import data.security.pod_seccomp

test_pass if {
	count(pod_seccomp.deny) == 0 with input.object as samples.hardened
	profile := {"type": "Localhost", "localhostProfile": "web.json"}
	count(pod_seccomp.deny) == 0 with input.object as samples.secured({"seccompProfile": profile})
}

test_fail if {
	results := pod_seccomp.deny with input.object as samples.contained({})
	samples.fields(results) == {"spec.containers.0.securityContext.seccompProfile.type"}
}

test_unconfined_is_no_profile if {
	count(pod_seccomp.deny) == 1 with input.object as samples.secured({"seccompProfile": {"type": "Unconfined"}})
	workload := samples.pod({
		"securityContext": {"seccompProfile": {"type": "RuntimeDefault"}},
		"containers": [{"name": "web", "securityContext": {"seccompProfile": {"type": "Unconfined"}}}],
	})
	count(pod_seccomp.deny) == 1 with input.object as workload
}

test_windows_has_no_seccomp if {
	workload := samples.pod({"os": {"name": "windows"}, "containers": [{"name": "web"}]})
	count(pod_seccomp.deny) == 0 with input.object as workload
}
