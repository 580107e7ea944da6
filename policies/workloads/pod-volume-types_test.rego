package security.pod_volume_types_test

import data.security.lib.samples
import data.security.pod_volume_types

test_pass if {
	count(pod_volume_types.deny) == 0 with input.object as samples.hardened
	volumes := [{"name": "a", "configMap": {"name": "a"}}, {"name": "b"}, {"name": "c", "nfs": null}]
	count(pod_volume_types.deny) == 0 with input.object as samples.pod({"volumes": volumes})
}

test_fail if {
	volumes := [{"name": "a", "emptyDir": {}}, {"name": "b", "nfs": {"server": "files.example", "path": "/"}}]
	results := pod_volume_types.deny with input.object as samples.pod({"volumes": volumes})
	samples.fields(results) == {"spec.volumes.1.nfs"}
}

test_types_that_nobody_knows_yet if {
	count(pod_volume_types.deny) == 1 with input.object as samples.pod({"volumes": [{"name": "a", "teleport": {}}]})
}
