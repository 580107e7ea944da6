package security.pod_host_network_test

import data.security.lib.samples
import data.security.pod_host_network

test_pass if {
	count(pod_host_network.deny) == 0 with input.object as samples.hardened
	count(pod_host_network.deny) == 0 with input.object as samples.pod({"hostNetwork": false})
	count(pod_host_network.deny) == 0 with input.object as samples.pod({"hostNetwork": null})
}

test_fail if {
	results := pod_host_network.deny with input.object as samples.pod({"hostNetwork": true})
	samples.fields(results) == {"spec.hostNetwork"}
	samples.messages(results) == {"the pod shares the node's network"}
}

test_every_kind if {
	every workload in samples.workloads({"hostNetwork": true}) {
		count(pod_host_network.deny) == 1 with input.object as workload
	}
}
