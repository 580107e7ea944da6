package security.pod_service_account_token_test

import data.security.lib.samples
import data.security.pod_service_account_token

test_pass if {
	count(pod_service_account_token.deny) == 0 with input.object as samples.hardened
	every workload in samples.workloads({"automountServiceAccountToken": false}) {
		count(pod_service_account_token.deny) == 0 with input.object as workload
	}
}

test_fail if {
	results := pod_service_account_token.deny with input.object as samples.pod({"automountServiceAccountToken": true})
	samples.fields(results) == {"spec.automountServiceAccountToken"}
	samples.messages(results) == {"the pod mounts a token for the API server"}
}

test_silence_mounts_a_token if {
	every workload in samples.workloads({}) {
		count(pod_service_account_token.deny) == 1 with input.object as workload
	}
	count(pod_service_account_token.deny) == 1 with input.object as samples.pod({"automountServiceAccountToken": null})
}
