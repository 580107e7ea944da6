package security.pod_proc_mount_test

import data.security.lib.samples
import data.security.pod_proc_mount

test_pass if {
	count(pod_proc_mount.deny) == 0 with input.object as samples.hardened
	count(pod_proc_mount.deny) == 0 with input.object as samples.secured({"procMount": "Default"})
	count(pod_proc_mount.deny) == 0 with input.object as samples.secured({"procMount": null})
}

test_fail if {
	results := pod_proc_mount.deny with input.object as samples.secured({"procMount": "Unmasked"})
	samples.fields(results) == {"spec.containers.0.securityContext.procMount"}
	samples.messages(results) == {"container web mounts /proc as Unmasked"}
}

test_only_the_exact_name_is_the_usual_one if {
	every mount in ["default", ""] {
		count(pod_proc_mount.deny) == 1 with input.object as samples.secured({"procMount": mount})
	}
}

test_a_user_namespace_excuses_it_since_a_version if {
	container := {"name": "web", "securityContext": {"procMount": "Unmasked"}}
	workload := samples.pod({"hostUsers": false, "containers": [container]})
	count(pod_proc_mount.deny) == 0 with input as samples.at("v1.35", workload)
	count(pod_proc_mount.deny) == 1 with input as samples.at("v1.34", workload)
	every shared in [true, null] {
		other := samples.pod({"hostUsers": shared, "containers": [container]})
		count(pod_proc_mount.deny) == 1 with input as samples.at("v1.35", other)
	}
}
