package security.pod_net_raw_test

import data.security.lib.samples
import data.security.pod_net_raw

test_pass if {
	count(pod_net_raw.deny) == 0 with input.object as samples.hardened
	every capability in ["NET_RAW", "ALL", "net_raw", "CAP_NET_RAW", "all"] {
		count(pod_net_raw.deny) == 0 with input.object as _changing({"drop": ["KILL", capability]})
	}
	count(pod_net_raw.deny) == 0 with input.object as _changing({"drop": ["ALL"], "add": ["NET_BIND_SERVICE"]})
}

test_fail if {
	results := pod_net_raw.deny with input.object as samples.contained({})
	samples.messages(results) == {"container web keeps NET_RAW"}
	samples.fields(results) == {"spec.containers.0.securityContext.capabilities.drop"}
	every drop in [["KILL"], ["NET_RAW_SOCKETS"], [], null] {
		count(pod_net_raw.deny) == 1 with input.object as _changing({"drop": drop})
	}
}

test_dropping_all_and_adding_it_again if {
	every capability in ["NET_RAW", "ALL", "cap_net_raw", "Net_Raw"] {
		results := pod_net_raw.deny with input.object as _changing({"drop": ["ALL"], "add": ["CHOWN", capability]})
		samples.fields(results) == {"spec.containers.0.securityContext.capabilities.add.1"}
		samples.messages(results) == {"container web adds NET_RAW"}
	}
}

test_windows_has_no_capabilities if {
	workload := samples.pod({"os": {"name": "windows"}, "containers": [{"name": "web"}]})
	count(pod_net_raw.deny) == 0 with input.object as workload
}

_changing(capabilities) := samples.secured({"capabilities": capabilities})
