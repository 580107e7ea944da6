package security.pod_resources_test

import data.security.lib.samples
import data.security.pod_resources

test_pass if {
	count(pod_resources.deny) == 0 with input.object as samples.hardened
	count(pod_resources.deny) == 0 with input.object as samples.contained({"resources": {
		"requests": {"cpu": "50m", "memory": "64Mi"},
		"limits": {"memory": "64Mi"},
	}})
}

test_fail if {
	resources := {"requests": {"cpu": "50m", "memory": "64Mi"}, "limits": {"cpu": 1}}
	results := pod_resources.deny with input.object as samples.contained({"resources": resources})
	samples.fields(results) == {"spec.containers.0.resources.limits.memory"}
	samples.messages(results) == {"container web has no limits for memory"}
}

test_a_limit_stands_for_the_request if {
	count(pod_resources.deny) == 0 with input.object as samples.contained({"resources": {"limits": {"cpu": 1, "memory": "64Mi"}}})
	requested := samples.contained({"resources": {"requests": {"cpu": 1, "memory": "64Mi"}}})
	results := pod_resources.deny with input.object as requested
	samples.fields(results) == {"spec.containers.0.resources.limits.memory"}
}

test_what_the_pod_has_covers_its_containers if {
	workload := samples.pod({"resources": {"limits": {"memory": "1Gi"}}, "containers": [{"name": "web"}]})
	results := pod_resources.deny with input.object as workload
	samples.fields(results) == {"spec.containers.0.resources.requests.cpu"}
}

test_silence_needs_all_three if {
	count(pod_resources.deny) == 3 with input.object as samples.contained({})
	count(pod_resources.deny) == 3 with input.object as samples.contained({"resources": null})
	count(pod_resources.deny) == 3 with input.object as samples.contained({"resources": {"requests": {"cpu": null}}})
	count(pod_resources.deny) == 3 with input.object as samples.pod({"initContainers": [{"name": "wait"}]})
}

test_ephemeral_containers_cannot_have_resources if {
	count(pod_resources.deny) == 0 with input.object as samples.pod({"ephemeralContainers": [{"name": "debug"}]})
}
