package security.pod_privileged_test

import data.security.lib.samples
import data.security.pod_privileged

test_pass if {
	count(pod_privileged.deny) == 0 with input.object as samples.hardened
	count(pod_privileged.deny) == 0 with input.object as samples.secured({"privileged": false})
}

test_fail if {
	results := pod_privileged.deny with input.object as samples.secured({"privileged": true})
	samples.fields(results) == {"spec.containers.0.securityContext.privileged"}
	samples.messages(results) == {"container web is privileged"}
}

test_every_kind_and_every_sort_of_container if {
	container := {"name": "web", "securityContext": {"privileged": true}}
	spec := {"containers": [container], "initContainers": [container], "ephemeralContainers": [container]}
	every workload in samples.workloads(spec) {
		count(pod_privileged.deny) == 3 with input.object as workload
	}
}

test_null_is_unset if {
	count(pod_privileged.deny) == 0 with input.object as samples.secured(null)
	count(pod_privileged.deny) == 0 with input.object as samples.secured({"privileged": null})
}
