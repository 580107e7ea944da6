package security.pod_root_group_test

import data.security.lib.samples
import data.security.pod_root_group

test_pass if {
	count(pod_root_group.deny) == 0 with input.object as samples.hardened
	count(pod_root_group.deny) == 0 with input.object as samples.contained({})
	workload := samples.pod({"securityContext": {"fsGroup": 1, "runAsGroup": null, "supplementalGroups": [1, null]}})
	count(pod_root_group.deny) == 0 with input.object as workload
}

test_fail if {
	results := pod_root_group.deny with input.object as samples.secured({"runAsGroup": 0})
	samples.fields(results) == {"spec.containers.0.securityContext.runAsGroup"}
	samples.messages(results) == {"container web has runAsGroup 0"}
}

test_groups_of_the_pod if {
	workload := samples.pod({"securityContext": {"fsGroup": 0, "supplementalGroups": [2000, 0]}})
	results := pod_root_group.deny with input.object as workload
	samples.fields(results) == {"spec.securityContext.fsGroup", "spec.securityContext.supplementalGroups.1"}
	samples.messages(results) == {"the pod has fsGroup 0", "the pod adds group 0"}
}
