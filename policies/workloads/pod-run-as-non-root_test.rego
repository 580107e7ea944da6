package security.pod_run_as_non_root_test

import data.security.lib.samples
import data.security.pod_run_as_non_root

test_pass if {
	count(pod_run_as_non_root.deny) == 0 with input.object as samples.hardened
	count(pod_run_as_non_root.deny) == 0 with input.object as samples.secured({"runAsNonRoot": true})
}

test_fail if {
	results := pod_run_as_non_root.deny with input.object as samples.contained({})
	samples.fields(results) == {"spec.containers.0.securityContext.runAsNonRoot"}
}

test_a_container_that_takes_it_back if {
	workload := samples.pod({
		"securityContext": {"runAsNonRoot": true},
		"containers": [{"name": "web"}, {"name": "debug", "securityContext": {"runAsNonRoot": false}}],
	})
	results := pod_run_as_non_root.deny with input.object as workload
	samples.messages(results) == {"container debug may run as root"}
}

test_the_pod_must_not_allow_root_even_when_its_containers_do_not if {
	workload := samples.pod({
		"securityContext": {"runAsNonRoot": false},
		"containers": [{"name": "web", "securityContext": {"runAsNonRoot": true}}],
	})
	results := pod_run_as_non_root.deny with input.object as workload
	samples.fields(results) == {"spec.securityContext.runAsNonRoot"}
}
