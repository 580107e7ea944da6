package security.pod_seccomp_test

import data.security.lib.samples
import data.security.pod_seccomp

test_pass if {
	count(pod_seccomp.deny) == 0 with input.object as samples.hardened
	every type in ["RuntimeDefault", "Localhost"] {
		count(pod_seccomp.deny) == 0 with input.object as samples.secured({"seccompProfile": {"type": type}})
		workload := samples.pod({"securityContext": {"seccompProfile": {"type": type}}, "containers": [{"name": "web"}]})
		count(pod_seccomp.deny) == 0 with input.object as workload
	}
}

test_fail if {
	results := pod_seccomp.deny with input.object as samples.contained({})
	samples.fields(results) == {"spec.containers.0.securityContext.seccompProfile.type"}
	samples.messages(results) == {"container web has no seccomp profile"}
	count(pod_seccomp.deny) == 1 with input.object as samples.secured({"seccompProfile": null})
}

test_unconfined_is_no_profile if {
	every profile in [{"type": "Unconfined"}, {"type": ""}, {}] {
		results := pod_seccomp.deny with input.object as samples.secured({"seccompProfile": profile})
		samples.messages(results) == {"container web is not confined by seccomp"}
	}
}

test_neither_pod_nor_container_may_be_unconfined if {
	every contexts in [["RuntimeDefault", "Unconfined"], ["Unconfined", "RuntimeDefault"]] {
		workload := samples.pod({
			"securityContext": {"seccompProfile": {"type": contexts[0]}},
			"containers": [{"name": "web", "securityContext": {"seccompProfile": {"type": contexts[1]}}}],
		})
		count(pod_seccomp.deny) == 1 with input.object as workload
	}
}

test_windows_may_say_anything if {
	workload := samples.pod({"os": {"name": "windows"}, "securityContext": {"seccompProfile": {"type": "Unconfined"}}})
	count(pod_seccomp.deny) == 0 with input as samples.at("v1.25", workload)
	count(pod_seccomp.deny) == 1 with input as samples.at("v1.24", workload)
}

test_windows_pods_are_excused_since_a_version if {
	workload := samples.pod({"os": {"name": "windows"}, "containers": [{"name": "web"}]})
	every version in ["v1.25", "latest"] {
		count(pod_seccomp.deny) == 0 with input as samples.at(version, workload)
	}
	count(pod_seccomp.deny) == 1 with input as samples.at("v1.24", workload)
	linux := samples.pod({"os": {"name": "linux"}, "containers": [{"name": "web"}]})
	count(pod_seccomp.deny) == 1 with input as samples.at("v1.25", linux)
}

test_applies_where_the_cluster_needs_restricted if {
	count(pod_seccomp.not_applicable) == 0 with input.cluster as {"labels": {"environment": "production"}}
	pod_seccomp.not_applicable == {"the cluster needs the level baseline"} with input.cluster as {"labels": {"environment": "development"}}
}

test_came_with_a_version if {
	every version in ["v1.19", "latest"] {
		count(pod_seccomp.not_applicable) == 0 with input.parameters as {"podSecurityVersion": version}
	}
	older := pod_seccomp.not_applicable with input.parameters as {"podSecurityVersion": "v1.18"}
	older == {"the Pod Security Standards demand this since v1.19"}
}
