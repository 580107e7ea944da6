package security.pod_host_ipc_test

import data.security.lib.samples
import data.security.pod_host_ipc

test_pass if {
	count(pod_host_ipc.deny) == 0 with input.object as samples.hardened
	count(pod_host_ipc.deny) == 0 with input.object as samples.pod({"hostIPC": false})
	count(pod_host_ipc.deny) == 0 with input.object as samples.pod({"hostIPC": null})
}

test_fail if {
	results := pod_host_ipc.deny with input.object as samples.pod({"hostIPC": true})
	samples.fields(results) == {"spec.hostIPC"}
	samples.messages(results) == {"the pod shares the node's inter-process communication"}
}

test_every_kind if {
	every workload in samples.workloads({"hostIPC": true}) {
		count(pod_host_ipc.deny) == 1 with input.object as workload
	}
}
