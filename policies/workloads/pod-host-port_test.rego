package security.pod_host_port_test

import data.security.lib.samples
import data.security.pod_host_port

test_pass if {
	count(pod_host_port.deny) == 0 with input.object as samples.hardened
	ports := [{"containerPort": 8080}, {"containerPort": 80, "hostPort": 0}, {"containerPort": 81, "hostPort": null}, null]
	count(pod_host_port.deny) == 0 with input.object as samples.contained({"ports": ports})
}

test_fail if {
	ports := [{"containerPort": 8080}, {"containerPort": 8443, "hostPort": 443}]
	results := pod_host_port.deny with input.object as samples.contained({"ports": ports})
	samples.fields(results) == {"spec.containers.0.ports.1.hostPort"}
	samples.messages(results) == {"container web opens port 443 of the node"}
}

test_init_containers_too if {
	workload := samples.pod({"initContainers": [{"name": "wait", "ports": [{"containerPort": 1, "hostPort": 1}]}]})
	count(pod_host_port.deny) == 1 with input.object as workload
}

test_even_a_port_that_cannot_be if {
	count(pod_host_port.deny) == 1 with input.object as samples.contained({"ports": [{"containerPort": 1, "hostPort": -1}]})
}
