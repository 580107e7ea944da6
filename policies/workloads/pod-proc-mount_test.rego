package security.pod_proc_mount_test

import data.security.lib.samples
import data.security.pod_proc_mount

test_pass if {
	count(pod_proc_mount.deny) == 0 with input.object as samples.hardened
	count(pod_proc_mount.deny) == 0 with input.object as samples.secured({"procMount": "Default"})
}

test_fail if {
	results := pod_proc_mount.deny with input.object as samples.secured({"procMount": "Unmasked"})
	samples.fields(results) == {"spec.containers.0.securityContext.procMount"}
}

test_null_is_unset if {
	count(pod_proc_mount.deny) == 0 with input.object as samples.secured({"procMount": null})
}
