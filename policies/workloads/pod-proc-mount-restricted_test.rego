package security.pod_proc_mount_restricted_test

import data.security.lib.samples
import data.security.pod_proc_mount_restricted

test_pass if {
	count(pod_proc_mount_restricted.deny) == 0 with input.object as samples.hardened
	count(pod_proc_mount_restricted.deny) == 0 with input.object as samples.secured({"procMount": "Default"})
	count(pod_proc_mount_restricted.deny) == 0 with input.object as samples.secured({"procMount": null})
}

test_fail if {
	results := pod_proc_mount_restricted.deny with input.object as samples.secured({"procMount": "Unmasked"})
	samples.fields(results) == {"spec.containers.0.securityContext.procMount"}
	samples.messages(results) == {"container web mounts /proc as Unmasked"}
}

test_only_the_exact_name_is_the_usual_one if {
	every mount in ["default", ""] {
		count(pod_proc_mount_restricted.deny) == 1 with input.object as samples.secured({"procMount": mount})
	}
}

test_a_user_namespace_does_not_excuse_it if {
	container := {"name": "web", "securityContext": {"procMount": "Unmasked"}}
	workload := samples.pod({"hostUsers": false, "containers": [container]})
	count(pod_proc_mount_restricted.deny) == 1 with input as samples.at("latest", workload)
}

test_applies_where_the_cluster_needs_restricted if {
	count(pod_proc_mount_restricted.not_applicable) == 0 with input.cluster as {"labels": {"environment": "production"}}
	pod_proc_mount_restricted.not_applicable == {"the cluster needs the level baseline"} with input.cluster as {"labels": {"environment": "development"}}
}

test_came_with_a_version if {
	every version in ["v1.35", "latest"] {
		count(pod_proc_mount_restricted.not_applicable) == 0 with input.parameters as {"podSecurityVersion": version}
	}
	older := pod_proc_mount_restricted.not_applicable with input.parameters as {"podSecurityVersion": "v1.34"}
	older == {"the Pod Security Standards demand this since v1.35"}
}
