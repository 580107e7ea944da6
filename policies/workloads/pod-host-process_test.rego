package security.pod_host_process_test

import data.security.lib.samples
import data.security.pod_host_process

test_pass if {
	count(pod_host_process.deny) == 0 with input.object as samples.hardened
	every options in [{"hostProcess": false}, {"hostProcess": null}, {}, null] {
		count(pod_host_process.deny) == 0 with input.object as samples.secured({"windowsOptions": options})
	}
}

test_fail if {
	results := pod_host_process.deny with input.object as samples.secured({"windowsOptions": {"hostProcess": true}})
	samples.fields(results) == {"spec.containers.0.securityContext.windowsOptions.hostProcess"}
	samples.messages(results) == {"container web runs on the Windows node itself"}
}

test_the_pods_own_setting_counts if {
	workload := samples.pod({"securityContext": {"windowsOptions": {"hostProcess": true}}})
	results := pod_host_process.deny with input.object as workload
	samples.fields(results) == {"spec.securityContext.windowsOptions.hostProcess"}
}
