package security.pod_selinux_test

import data.security.lib.samples
import data.security.pod_selinux

test_pass if {
	count(pod_selinux.deny) == 0 with input.object as samples.hardened
	options := {"type": "container_t", "level": "s0:c1,c2", "user": ""}
	count(pod_selinux.deny) == 0 with input.object as samples.secured({"seLinuxOptions": options})
}

test_fail if {
	options := {"type": "spc_t", "user": "system_u", "role": "system_r"}
	results := pod_selinux.deny with input.object as samples.secured({"seLinuxOptions": options})
	samples.fields(results) == {
		"spec.containers.0.securityContext.seLinuxOptions.role",
		"spec.containers.0.securityContext.seLinuxOptions.type",
		"spec.containers.0.securityContext.seLinuxOptions.user",
	}
}

test_the_pods_own_setting_counts if {
	workload := samples.pod({"securityContext": {"seLinuxOptions": {"type": "spc_t"}}})
	count(pod_selinux.deny) == 1 with input.object as workload
}
