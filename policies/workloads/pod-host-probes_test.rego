package security.pod_host_probes_test

import data.security.lib.samples
import data.security.pod_host_probes

test_pass if {
	count(pod_host_probes.deny) == 0 with input.object as samples.hardened
	every handler in [{"httpGet": {"port": 80, "host": ""}}, {"tcpSocket": {"port": 80, "host": null}}, {"grpc": {"port": 80}}, null] {
		count(pod_host_probes.deny) == 0 with input.object as samples.contained({"livenessProbe": handler})
	}
}

test_fail if {
	probe := {"readinessProbe": {"httpGet": {"port": 80, "host": "169.254.169.254"}}}
	results := pod_host_probes.deny with input.object as samples.contained(probe)
	samples.fields(results) == {"spec.containers.0.readinessProbe.httpGet.host"}
	samples.messages(results) == {"a probe or hook of container web goes to 169.254.169.254"}
}

test_every_probe_and_hook if {
	every action in ["httpGet", "tcpSocket"] {
		handler := {action: {"port": 80, "host": "127.0.0.1"}}
		container := {
			"name": "web",
			"livenessProbe": handler,
			"readinessProbe": handler,
			"startupProbe": handler,
			"lifecycle": {"postStart": handler, "preStop": handler},
		}
		results := pod_host_probes.deny with input.object as samples.pod({"initContainers": [container]})
		samples.fields(results) == {
			sprintf("spec.initContainers.0.livenessProbe.%s.host", [action]),
			sprintf("spec.initContainers.0.readinessProbe.%s.host", [action]),
			sprintf("spec.initContainers.0.startupProbe.%s.host", [action]),
			sprintf("spec.initContainers.0.lifecycle.postStart.%s.host", [action]),
			sprintf("spec.initContainers.0.lifecycle.preStop.%s.host", [action]),
		}
	}
}

test_came_with_a_version if {
	every version in ["v1.34", "latest"] {
		count(pod_host_probes.not_applicable) == 0 with input.parameters as {"podSecurityVersion": version}
	}
	older := pod_host_probes.not_applicable with input.parameters as {"podSecurityVersion": "v1.33"}
	older == {"the Pod Security Standards demand this since v1.34"}
}
