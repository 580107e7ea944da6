package security.pod_host_path_test

import data.security.lib.samples
import data.security.pod_host_path

test_pass if {
	count(pod_host_path.deny) == 0 with input.object as samples.hardened
	volumes := [{"name": "tmp", "emptyDir": {}}, {"name": "none", "hostPath": null}, null]
	count(pod_host_path.deny) == 0 with input.object as samples.pod({"volumes": volumes})
}

test_fail if {
	volumes := [{"name": "tmp", "emptyDir": {}}, {"name": "logs", "hostPath": {"path": "/var/log"}}]
	results := pod_host_path.deny with input.object as samples.pod({"volumes": volumes})
	samples.fields(results) == {"spec.volumes.1.hostPath"}
	samples.messages(results) == {"volume logs mounts /var/log of the node"}
}

test_a_volume_without_names_is_still_found if {
	results := pod_host_path.deny with input.object as samples.pod({"volumes": [{"hostPath": {}}]})
	samples.messages(results) == {"volume 0 mounts a path of the node"}
}
