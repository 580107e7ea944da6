package security.pod_net_raw_test

import data.security.lib.samples
import data.security.pod_net_raw

test_pass if {
	count(pod_net_raw.deny) == 0 with input.object as samples.hardened
	count(pod_net_raw.deny) == 0 with input.object as samples.secured({"capabilities": {"drop": ["NET_RAW"]}})
}

test_fail if {
	count(pod_net_raw.deny) == 1 with input.object as samples.contained({})
	count(pod_net_raw.deny) == 1 with input.object as samples.secured({"capabilities": {"drop": ["KILL"]}})
}

test_dropping_all_and_adding_it_again if {
	capabilities := {"drop": ["ALL"], "add": ["NET_RAW"]}
	results := pod_net_raw.deny with input.object as samples.secured({"capabilities": capabilities})
	samples.fields(results) == {"spec.containers.0.securityContext.capabilities.add.0"}
}

test_windows_has_no_capabilities if {
	workload := samples.pod({"os": {"name": "windows"}, "containers": [{"name": "web"}]})
	count(pod_net_raw.deny) == 0 with input.object as workload
}
