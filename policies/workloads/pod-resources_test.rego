package security.pod_resources_test

import data.security.lib.samples
import data.security.pod_resources

test_pass if {
	count(pod_resources.deny) == 0 with input.object as samples.hardened
}

test_fail if {
	resources := {"requests": {"cpu": "50m"}, "limits": {"memory": "64Mi"}}
	results := pod_resources.deny with input.object as samples.contained({"resources": resources})
	samples.fields(results) == {"spec.containers.0.resources.requests.memory"}
}

test_silence_needs_all_three if {
	count(pod_resources.deny) == 3 with input.object as samples.contained({})
	count(pod_resources.deny) == 3 with input.object as samples.contained({"resources": null})
}

test_ephemeral_containers_cannot_have_resources if {
	count(pod_resources.deny) == 0 with input.object as samples.pod({"ephemeralContainers": [{"name": "debug"}]})
}
