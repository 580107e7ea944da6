package security.pod_sysctls_test

import data.security.lib.samples
import data.security.pod_sysctls

# By the minor version of the Pod Security Standards that first called them safe.
_safe := {
	0: {
		"kernel.shm_rmid_forced",
		"net.ipv4.ip_local_port_range",
		"net.ipv4.ip_unprivileged_port_start",
		"net.ipv4.ping_group_range",
		"net.ipv4.tcp_syncookies",
	},
	27: {"net.ipv4.ip_local_reserved_ports"},
	29: {
		"net.ipv4.tcp_fin_timeout",
		"net.ipv4.tcp_keepalive_intvl",
		"net.ipv4.tcp_keepalive_probes",
		"net.ipv4.tcp_keepalive_time",
	},
	32: {"net.ipv4.tcp_rmem", "net.ipv4.tcp_wmem"},
	37: {"net.ipv4.tcp_notsent_lowat", "net.ipv4.tcp_slow_start_after_idle"},
}

test_pass if {
	count(pod_sysctls.deny) == 0 with input.object as samples.hardened
	count(pod_sysctls.deny) == 0 with input.object as _tuned([])
	sysctls := [{"name": name, "value": "1"} | some names in _safe; some name in names]
	count(sysctls) == 14
	count(pod_sysctls.deny) == 0 with input.object as _tuned(sysctls)
}

test_fail if {
	sysctls := [{"name": "net.ipv4.tcp_syncookies", "value": "1"}, {"name": "kernel.msgmax", "value": "65536"}]
	results := pod_sysctls.deny with input.object as _tuned(sysctls)
	samples.fields(results) == {"spec.securityContext.sysctls.1"}
	samples.messages(results) == {"the pod sets the kernel parameter kernel.msgmax"}
}

test_the_safe_set_grew if {
	every minor, names in _safe {
		every name in names {
			workload := _tuned([{"name": name, "value": "1"}])
			count(pod_sysctls.deny) == 0 with input as samples.at(sprintf("v1.%d", [minor]), workload)
			before := count(pod_sysctls.deny) with input as samples.at(sprintf("v1.%d", [max([0, minor - 1])]), workload)
			before == min([1, minor])
		}
	}
}

test_other_names if {
	every sysctl in [{"name": "net/ipv4/tcp_rmem"}, {"name": ""}, {"name": null}] {
		count(pod_sysctls.deny) == 1 with input.object as _tuned([sysctl])
	}
	every sysctl in [{}, null] {
		results := pod_sysctls.deny with input.object as _tuned([sysctl])
		samples.messages(results) == {"the pod sets the kernel parameter without name"}
	}
}

_tuned(sysctls) := samples.pod({"securityContext": {"sysctls": sysctls}})
