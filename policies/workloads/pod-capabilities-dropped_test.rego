package security.pod_capabilities_dropped_test

import data.security.lib.samples
import data.security.pod_capabilities_dropped

test_pass if {
	count(pod_capabilities_dropped.deny) == 0 with input.object as samples.hardened
	capabilities := {"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]}
	count(pod_capabilities_dropped.deny) == 0 with input.object as samples.secured({"capabilities": capabilities})
}

test_fail if {
	count(pod_capabilities_dropped.deny) == 1 with input.object as samples.contained({})
	count(pod_capabilities_dropped.deny) == 1 with input.object as samples.secured({"capabilities": {"drop": ["NET_RAW"]}})
}

test_adding_one_back if {
	capabilities := {"drop": ["ALL"], "add": ["CHOWN"]}
	results := pod_capabilities_dropped.deny with input.object as samples.secured({"capabilities": capabilities})
	samples.fields(results) == {"spec.containers.0.securityContext.capabilities.add.0"}
}

test_windows_has_no_capabilities if {
	workload := samples.pod({"os": {"name": "windows"}, "containers": [{"name": "web"}]})
	count(pod_capabilities_dropped.deny) == 0 with input.object as workload
}
