package security.pod_root_user_test

import data.security.lib.samples
import data.security.pod_root_user

test_pass if {
	count(pod_root_user.deny) == 0 with input.object as samples.hardened
	count(pod_root_user.deny) == 0 with input.object as samples.contained({})
	count(pod_root_user.deny) == 0 with input.object as samples.secured({"runAsUser": 1})
	count(pod_root_user.deny) == 0 with input.object as samples.secured({"runAsUser": null})
}

test_fail if {
	results := pod_root_user.deny with input.object as samples.secured({"runAsUser": 0})
	samples.fields(results) == {"spec.containers.0.securityContext.runAsUser"}
	samples.messages(results) == {"container web runs as user 0"}
}

test_the_pods_own_setting_counts if {
	results := pod_root_user.deny with input.object as samples.pod({"securityContext": {"runAsUser": 0}})
	samples.messages(results) == {"the pod runs as user 0"}
}

test_windows_is_no_exception if {
	workload := samples.pod({"os": {"name": "windows"}, "securityContext": {"runAsUser": 0}})
	count(pod_root_user.deny) == 1 with input.object as workload
}

test_a_user_namespace_excuses_it_since_a_version if {
	workload := samples.pod({"hostUsers": false, "securityContext": {"runAsUser": 0}, "containers": [{"name": "web"}]})
	count(pod_root_user.deny) == 0 with input as samples.at("v1.35", workload)
	count(pod_root_user.deny) == 1 with input as samples.at("v1.34", workload)
	shared := samples.pod({"hostUsers": true, "securityContext": {"runAsUser": 0}, "containers": [{"name": "web"}]})
	count(pod_root_user.deny) == 1 with input as samples.at("v1.35", shared)
}

test_applies_where_the_cluster_needs_restricted if {
	count(pod_root_user.not_applicable) == 0 with input.cluster as {"labels": {"environment": "production"}}
	pod_root_user.not_applicable == {"the cluster needs the level baseline"} with input.cluster as {"labels": {"environment": "development"}}
}

test_came_with_a_version if {
	every version in ["v1.23", "latest"] {
		count(pod_root_user.not_applicable) == 0 with input.parameters as {"podSecurityVersion": version}
	}
	older := pod_root_user.not_applicable with input.parameters as {"podSecurityVersion": "v1.22"}
	older == {"the Pod Security Standards demand this since v1.23"}
}
