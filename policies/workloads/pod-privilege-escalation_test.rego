package security.pod_privilege_escalation_test

import data.security.lib.samples
import data.security.pod_privilege_escalation

test_pass if {
	count(pod_privilege_escalation.deny) == 0 with input.object as samples.hardened
}

test_fail if {
	results := pod_privilege_escalation.deny with input.object as samples.secured({"allowPrivilegeEscalation": true})
	samples.fields(results) == {"spec.containers.0.securityContext.allowPrivilegeEscalation"}
	samples.messages(results) == {"container web may gain privileges"}
}

test_silence_allows_it if {
	count(pod_privilege_escalation.deny) == 1 with input.object as samples.contained({})
	count(pod_privilege_escalation.deny) == 1 with input.object as samples.secured(null)
	count(pod_privilege_escalation.deny) == 1 with input.object as samples.secured({"allowPrivilegeEscalation": null})
	count(pod_privilege_escalation.deny) == 1 with input.object as samples.pod({"containers": [null]})
}

test_windows_pods_are_excused_since_a_version if {
	workload := samples.pod({"os": {"name": "windows"}, "containers": [{"name": "web"}]})
	every version in ["v1.25", "latest"] {
		count(pod_privilege_escalation.deny) == 0 with input as samples.at(version, workload)
	}
	count(pod_privilege_escalation.deny) == 1 with input as samples.at("v1.24", workload)
	linux := samples.pod({"os": {"name": "linux"}, "containers": [{"name": "web"}]})
	count(pod_privilege_escalation.deny) == 1 with input as samples.at("v1.25", linux)
}

test_applies_where_the_cluster_needs_restricted if {
	count(pod_privilege_escalation.not_applicable) == 0 with input.cluster as {"labels": {"environment": "production"}}
	pod_privilege_escalation.not_applicable == {"the cluster needs the level baseline"} with input.cluster as {"labels": {"environment": "development"}}
}

test_came_with_a_version if {
	every version in ["v1.8", "latest"] {
		count(pod_privilege_escalation.not_applicable) == 0 with input.parameters as {"podSecurityVersion": version}
	}
	older := pod_privilege_escalation.not_applicable with input.parameters as {"podSecurityVersion": "v1.7"}
	older == {"the Pod Security Standards demand this since v1.8"}
}
