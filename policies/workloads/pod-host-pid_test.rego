package security.pod_host_pid_test

import data.security.lib.samples
import data.security.pod_host_pid

test_pass if {
	count(pod_host_pid.deny) == 0 with input.object as samples.hardened
	count(pod_host_pid.deny) == 0 with input.object as samples.pod({"hostPID": false})
	count(pod_host_pid.deny) == 0 with input.object as samples.pod({"hostPID": null})
}

test_fail if {
	results := pod_host_pid.deny with input.object as samples.pod({"hostPID": true})
	samples.fields(results) == {"spec.hostPID"}
	samples.messages(results) == {"the pod shares the node's processes"}
}

test_every_kind if {
	every workload in samples.workloads({"hostPID": true}) {
		count(pod_host_pid.deny) == 1 with input.object as workload
	}
}
