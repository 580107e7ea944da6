package security.pod_capabilities_dropped_test

import data.security.lib.samples
import data.security.pod_capabilities_dropped

test_pass if {
	count(pod_capabilities_dropped.deny) == 0 with input.object as samples.hardened
	count(pod_capabilities_dropped.deny) == 0 with input.object as _changing({"drop": ["KILL", "ALL"], "add": ["NET_BIND_SERVICE"]})
	count(pod_capabilities_dropped.deny) == 0 with input.object as _changing({"drop": ["ALL"], "add": null})
}

test_fail if {
	results := pod_capabilities_dropped.deny with input.object as samples.contained({})
	samples.fields(results) == {"spec.containers.0.securityContext.capabilities.drop"}
	samples.messages(results) == {"container web does not drop all capabilities"}
	every drop in [["NET_RAW"], ["all"], [], null] {
		count(pod_capabilities_dropped.deny) == 1 with input.object as _changing({"drop": drop})
	}
}

test_adding_one_back if {
	every capability in ["CHOWN", "net_bind_service", "ALL", null] {
		results := pod_capabilities_dropped.deny with input.object as _changing({"drop": ["ALL"], "add": [capability]})
		samples.fields(results) == {"spec.containers.0.securityContext.capabilities.add.0"}
	}
}

test_windows_may_add_what_it_does_not_have if {
	workload := samples.pod({
		"os": {"name": "windows"},
		"containers": [{"name": "web", "securityContext": {"capabilities": {"drop": ["ALL"], "add": ["CHOWN"]}}}],
	})
	count(pod_capabilities_dropped.deny) == 0 with input.object as workload
}

test_windows_pods_are_excused_since_a_version if {
	workload := samples.pod({"os": {"name": "windows"}, "containers": [{"name": "web"}]})
	every version in ["v1.25", "latest"] {
		count(pod_capabilities_dropped.deny) == 0 with input as samples.at(version, workload)
	}
	count(pod_capabilities_dropped.deny) == 1 with input as samples.at("v1.24", workload)
	linux := samples.pod({"os": {"name": "linux"}, "containers": [{"name": "web"}]})
	count(pod_capabilities_dropped.deny) == 1 with input as samples.at("v1.25", linux)
}

test_applies_where_the_cluster_needs_restricted if {
	count(pod_capabilities_dropped.not_applicable) == 0 with input.cluster as {"labels": {"environment": "production"}}
	pod_capabilities_dropped.not_applicable == {"the cluster needs the level baseline"} with input.cluster as {"labels": {"environment": "development"}}
}

test_came_with_a_version if {
	every version in ["v1.22", "latest"] {
		count(pod_capabilities_dropped.not_applicable) == 0 with input.parameters as {"podSecurityVersion": version}
	}
	older := pod_capabilities_dropped.not_applicable with input.parameters as {"podSecurityVersion": "v1.21"}
	older == {"the Pod Security Standards demand this since v1.22"}
}

_changing(capabilities) := samples.secured({"capabilities": capabilities})
