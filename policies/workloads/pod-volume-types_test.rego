package security.pod_volume_types_test

import data.security.lib.samples
import data.security.pod_volume_types

test_pass if {
	count(pod_volume_types.deny) == 0 with input.object as samples.hardened
	managed := [
		"configMap", "csi", "downwardAPI", "emptyDir", "ephemeral",
		"image", "persistentVolumeClaim", "projected", "secret",
	]
	volumes := [{"name": type, type: {}} | some type in managed]
	count(pod_volume_types.deny) == 0 with input.object as samples.pod({"volumes": volumes})
}

test_fail if {
	volumes := [{"name": "a", "emptyDir": {}}, {"name": "b", "nfs": {"server": "files.example", "path": "/"}}]
	results := pod_volume_types.deny with input.object as samples.pod({"volumes": volumes})
	samples.fields(results) == {"spec.volumes.1.nfs"}
	samples.messages(results) == {"volume b has the type nfs"}
}

test_all_other_types if {
	every type in ["hostPath", "gcePersistentDisk", "gitRepo", "iscsi", "flexVolume", "cephfs", "azureFile", "teleport"] {
		results := pod_volume_types.deny with input.object as samples.pod({"volumes": [{type: {}}]})
		samples.messages(results) == {sprintf("volume 0 has the type %s", [type])}
	}
}

test_null_is_no_type if {
	count(pod_volume_types.deny) == 0 with input.object as samples.pod({"volumes": [{"name": "a", "nfs": null}]})
	volumes := [{"name": "a", "nfs": {}, "emptyDir": null}]
	count(pod_volume_types.deny) == 1 with input.object as samples.pod({"volumes": volumes})
}

test_a_volume_without_type_is_an_empty_directory if {
	count(pod_volume_types.deny) == 0 with input.object as samples.pod({"volumes": [{"name": "a"}, null]})
}

test_applies_where_the_cluster_needs_restricted if {
	count(pod_volume_types.not_applicable) == 0 with input.cluster as {"labels": {"environment": "production"}}
	pod_volume_types.not_applicable == {"the cluster needs the level baseline"} with input.cluster as {"labels": {"environment": "development"}}
}
