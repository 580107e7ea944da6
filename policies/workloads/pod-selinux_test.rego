package security.pod_selinux_test

import data.security.lib.samples
import data.security.pod_selinux

test_pass if {
	count(pod_selinux.deny) == 0 with input.object as samples.hardened
	every type in ["container_t", "container_init_t", "container_kvm_t", "container_engine_t", "", null] {
		options := {"type": type, "level": "s0:c1,c2", "user": "", "role": null}
		count(pod_selinux.deny) == 0 with input.object as samples.secured({"seLinuxOptions": options})
	}
	count(pod_selinux.deny) == 0 with input.object as samples.secured({"seLinuxOptions": {}})
}

test_fail if {
	options := {"type": "spc_t", "user": "system_u", "role": "system_r"}
	results := pod_selinux.deny with input.object as samples.secured({"seLinuxOptions": options})
	samples.fields(results) == {
		"spec.containers.0.securityContext.seLinuxOptions.role",
		"spec.containers.0.securityContext.seLinuxOptions.type",
		"spec.containers.0.securityContext.seLinuxOptions.user",
	}
	samples.messages(results) == {
		"container web has the SELinux role system_r",
		"container web has the SELinux type spc_t",
		"container web has the SELinux user system_u",
	}
}

test_the_pods_own_setting_counts if {
	workload := samples.pod({"securityContext": {"seLinuxOptions": {"type": "spc_t"}}})
	count(pod_selinux.deny) == 1 with input.object as workload
}

test_a_type_came_with_a_version if {
	workload := samples.secured({"seLinuxOptions": {"type": "container_engine_t"}})
	count(pod_selinux.deny) == 0 with input as samples.at("v1.31", workload)
	count(pod_selinux.deny) == 1 with input as samples.at("v1.30", workload)
	older := samples.secured({"seLinuxOptions": {"type": "container_kvm_t"}})
	count(pod_selinux.deny) == 0 with input as samples.at("v1.0", older)
}
