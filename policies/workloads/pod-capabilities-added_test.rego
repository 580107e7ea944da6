package security.pod_capabilities_added_test

import data.security.lib.samples
import data.security.pod_capabilities_added

test_pass if {
	count(pod_capabilities_added.deny) == 0 with input.object as samples.hardened
	count(pod_capabilities_added.deny) == 0 with input.object as samples.contained({})
	harmless := [
		"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD",
		"NET_BIND_SERVICE", "SETFCAP", "SETGID", "SETPCAP", "SETUID", "SYS_CHROOT",
	]
	count(pod_capabilities_added.deny) == 0 with input.object as _adding(harmless)
}

test_fail if {
	results := pod_capabilities_added.deny with input.object as _adding(["CHOWN", "SYS_ADMIN", "NET_RAW"])
	samples.fields(results) == {
		"spec.containers.0.securityContext.capabilities.add.1",
		"spec.containers.0.securityContext.capabilities.add.2",
	}
	samples.messages(results) == {"container web adds the capability SYS_ADMIN", "container web adds the capability NET_RAW"}
}

test_names_are_compared_as_they_stand if {
	every capability in ["ALL", "chown", "CAP_CHOWN", "", null] {
		count(pod_capabilities_added.deny) == 1 with input.object as _adding([capability])
	}
}

test_nothing_added if {
	count(pod_capabilities_added.deny) == 0 with input.object as _adding([])
	count(pod_capabilities_added.deny) == 0 with input.object as samples.secured({"capabilities": null})
	count(pod_capabilities_added.deny) == 0 with input.object as samples.secured({"capabilities": {"drop": ["SYS_ADMIN"]}})
}

test_windows_is_no_exception if {
	workload := samples.pod({
		"os": {"name": "windows"},
		"initContainers": [{"name": "web", "securityContext": {"capabilities": {"add": ["SYS_ADMIN"]}}}],
	})
	count(pod_capabilities_added.deny) == 1 with input.object as workload
}

_adding(capabilities) := samples.secured({"capabilities": {"add": capabilities}})
