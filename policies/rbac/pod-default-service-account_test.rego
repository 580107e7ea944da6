package security.pod_default_service_account_test

import data.security.lib.samples
import data.security.pod_default_service_account

test_pass if {
	count(pod_default_service_account.deny) == 0 with input.object as samples.hardened
	own := samples.pod({"serviceAccountName": "shop", "containers": []})
	count(pod_default_service_account.deny) == 0 with input.object as own
}

test_fail if {
	every spec in [{}, {"serviceAccountName": ""}, {"serviceAccountName": "default"}] {
		results := pod_default_service_account.deny with input.object as samples.pod(spec)
		samples.fields(results) == {"spec.serviceAccountName"}
	}
}

test_the_older_field_counts_too if {
	count(pod_default_service_account.deny) == 0 with input.object as samples.pod({"serviceAccount": "shop"})
	count(pod_default_service_account.deny) == 1 with input.object as samples.pod({"serviceAccount": "default"})
}

test_without_a_token_it_does_not_matter if {
	unmounted := samples.pod({"automountServiceAccountToken": false})
	count(pod_default_service_account.deny) == 0 with input.object as unmounted
	mounted := samples.pod({"automountServiceAccountToken": true})
	count(pod_default_service_account.deny) == 1 with input.object as mounted
}

test_every_kind if {
	every workload in samples.workloads({"containers": []}) {
		count(pod_default_service_account.deny) == 1 with input.object as workload
	}
}

test_null_is_no_account if {
	every spec in [{"serviceAccountName": null}, {"serviceAccountName": null, "serviceAccount": ""}, {"serviceAccount": null}, null] {
		count(pod_default_service_account.deny) == 1 with input.object as {"kind": "Pod", "spec": spec}
	}
	older := {"serviceAccountName": null, "serviceAccount": "shop"}
	count(pod_default_service_account.deny) == 0 with input.object as samples.pod(older)
}
