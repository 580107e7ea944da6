package security.pod_read_only_root_test

import data.security.lib.samples
import data.security.pod_read_only_root

test_pass if {
	count(pod_read_only_root.deny) == 0 with input.object as samples.hardened
}

test_fail if {
	results := pod_read_only_root.deny with input.object as samples.secured({"readOnlyRootFilesystem": false})
	samples.fields(results) == {"spec.containers.0.securityContext.readOnlyRootFilesystem"}
	samples.messages(results) == {"container web can write to its root file system"}
}

test_silence_means_writable if {
	count(pod_read_only_root.deny) == 1 with input.object as samples.contained({})
}

test_windows_needs_a_writable_root if {
	workload := samples.pod({"os": {"name": "windows"}, "containers": [{"name": "web"}]})
	count(pod_read_only_root.deny) == 0 with input.object as workload
}
