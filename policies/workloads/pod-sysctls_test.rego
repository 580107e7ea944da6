package security.pod_sysctls_test

import data.security.lib.samples
import data.security.pod_sysctls

test_pass if {
	count(pod_sysctls.deny) == 0 with input.object as samples.hardened
	count(pod_sysctls.deny) == 0 with input.object as _tuned([{"name": "net.ipv4.tcp_syncookies", "value": "1"}])
	count(pod_sysctls.deny) == 0 with input.object as _tuned([])
}

test_fail if {
	sysctls := [{"name": "net.ipv4.tcp_syncookies", "value": "1"}, {"name": "kernel.msgmax", "value": "65536"}]
	results := pod_sysctls.deny with input.object as _tuned(sysctls)
	samples.fields(results) == {"spec.securityContext.sysctls.1"}
}

test_slashes_do_not_hide_a_name if {
	count(pod_sysctls.deny) == 1 with input.object as _tuned([{"name": "kernel/msgmax", "value": "65536"}])
	count(pod_sysctls.deny) == 1 with input.object as _tuned([{}])
}

_tuned(sysctls) := samples.pod({"securityContext": {"sysctls": sysctls}})
