package security.pod_probes_test

import data.security.lib.samples
import data.security.pod_probes

_probed := {"name": "web", "readinessProbe": {"grpc": {"port": 1}}, "livenessProbe": {"grpc": {"port": 2}}}

test_pass if {
	count(pod_probes.deny) == 0 with input.object as samples.hardened
	count(pod_probes.deny) == 0 with input.object as samples.pod({"containers": [_probed]})
}

test_fail if {
	results := pod_probes.deny with input.object as samples.contained({"livenessProbe": null})
	samples.messages(results) == {"container web has no livenessProbe", "container web has no readinessProbe"}
	samples.fields(results) == {"spec.containers.0.livenessProbe", "spec.containers.0.readinessProbe"}
}

test_one_does_not_stand_for_the_other if {
	ready := samples.contained({"readinessProbe": {"grpc": {"port": 1}}})
	results := pod_probes.deny with input.object as ready
	samples.fields(results) == {"spec.containers.0.livenessProbe"}
}

test_only_what_keeps_running if {
	every policy in ["OnFailure", "Never"] {
		workload := samples.pod({"restartPolicy": policy, "containers": [{"name": "web"}]})
		count(pod_probes.deny) == 0 with input.object as workload
	}
	every policy in ["Always", null] {
		workload := samples.pod({"restartPolicy": policy, "containers": [{"name": "web"}]})
		count(pod_probes.deny) == 2 with input.object as workload
	}
}

test_sidecars_keep_running if {
	workload := samples.pod({"initContainers": [
		{"name": "wait"},
		{"name": "once", "restartPolicy": "OnFailure"},
		{"name": "proxy", "restartPolicy": "Always"},
	]})
	results := pod_probes.deny with input.object as workload
	samples.fields(results) == {"spec.initContainers.2.livenessProbe", "spec.initContainers.2.readinessProbe"}
}

test_ephemeral_containers_cannot_have_probes if {
	workload := samples.pod({"ephemeralContainers": [{"name": "debug", "restartPolicy": "Always"}]})
	count(pod_probes.deny) == 0 with input.object as workload
}
