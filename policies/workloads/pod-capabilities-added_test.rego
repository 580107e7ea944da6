package security.pod_capabilities_added_test

import data.security.lib.samples
import data.security.pod_capabilities_added

test_pass if {
	count(pod_capabilities_added.deny) == 0 with input.object as samples.hardened
	count(pod_capabilities_added.deny) == 0 with input.object as samples.contained({})
	count(pod_capabilities_added.deny) == 0 with input.object as samples.secured({"capabilities": {"add": ["CHOWN", "KILL"]}})
}

test_fail if {
	capabilities := {"add": ["CHOWN", "SYS_ADMIN", "NET_RAW"]}
	results := pod_capabilities_added.deny with input.object as samples.secured({"capabilities": capabilities})
	samples.fields(results) == {
		"spec.containers.0.securityContext.capabilities.add.1",
		"spec.containers.0.securityContext.capabilities.add.2",
	}
}

test_names_are_compared_as_the_kubelet_reads_them if {
	count(pod_capabilities_added.deny) == 1 with input.object as samples.secured({"capabilities": {"add": ["ALL"]}})
	count(pod_capabilities_added.deny) == 0 with input.object as samples.secured({"capabilities": {"add": []}})
	count(pod_capabilities_added.deny) == 0 with input.object as samples.secured({"capabilities": null})
}
