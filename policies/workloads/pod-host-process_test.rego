package security.pod_host_process_test

import data.security.lib.samples
import data.security.pod_host_process

test_pass if {
	count(pod_host_process.deny) == 0 with input.object as samples.hardened
	count(pod_host_process.deny) == 0 with input.object as samples.secured({"windowsOptions": {"hostProcess": false}})
}

test_fail if {
	results := pod_host_process.deny with input.object as samples.secured({"windowsOptions": {"hostProcess": true}})
	samples.fields(results) == {"spec.containers.0.securityContext.windowsOptions.hostProcess"}
}

test_the_pods_own_setting_counts if {
	workload := samples.pod({"securityContext": {"windowsOptions": {"hostProcess": true}}})
	results := pod_host_process.deny with input.object as workload
	samples.fields(results) == {"spec.securityContext.windowsOptions.hostProcess"}
}
