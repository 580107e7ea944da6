package security.pod_seccomp_unconfined_test

import data.security.lib.samples
import data.security.pod_seccomp_unconfined

test_pass if {
	count(pod_seccomp_unconfined.deny) == 0 with input.object as samples.hardened
	count(pod_seccomp_unconfined.deny) == 0 with input.object as samples.contained({})
}

test_fail if {
	results := pod_seccomp_unconfined.deny with input.object as samples.secured({"seccompProfile": {"type": "Unconfined"}})
	samples.fields(results) == {"spec.containers.0.securityContext.seccompProfile.type"}
}

test_the_pods_own_setting_counts if {
	workload := samples.pod({"securityContext": {"seccompProfile": {"type": "Unconfined"}}})
	results := pod_seccomp_unconfined.deny with input.object as workload
	samples.messages(results) == {"the pod is not confined by seccomp"}
}
