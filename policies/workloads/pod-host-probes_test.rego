package security.pod_host_probes_test

import data.security.lib.samples
import data.security.pod_host_probes

test_pass if {
	count(pod_host_probes.deny) == 0 with input.object as samples.hardened
	probe := {"livenessProbe": {"httpGet": {"port": 8080, "host": ""}}}
	count(pod_host_probes.deny) == 0 with input.object as samples.contained(probe)
	count(pod_host_probes.deny) == 0 with input.object as samples.contained({"livenessProbe": {"exec": {"command": ["true"]}}})
}

test_fail if {
	probe := {"readinessProbe": {"httpGet": {"port": 80, "host": "169.254.169.254"}}}
	results := pod_host_probes.deny with input.object as samples.contained(probe)
	samples.fields(results) == {"spec.containers.0.readinessProbe.httpGet.host"}
}

test_hooks_too if {
	hook := {"lifecycle": {"preStop": {"tcpSocket": {"port": 80, "host": "127.0.0.1"}}}}
	results := pod_host_probes.deny with input.object as samples.contained(hook)
	samples.fields(results) == {"spec.containers.0.lifecycle.preStop.tcpSocket.host"}
}
