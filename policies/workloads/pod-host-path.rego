# METADATA
# title: No volumes from the file system of the node
# description: >-
#   A hostPath volume lets a container read the secrets of the node and of its neighbours, or write what the
#   node will run. A read-only mount is no protection against the first.
# custom:
#   id: pod-host-path
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [cis-5.2.11, pss-baseline-host-path, nist-cm-6, nist-ac-6]
#   remediation: Use a persistentVolumeClaim, emptyDir or projected volume.
package security.pod_host_path

import data.security.lib.pods

deny contains result if {
	some index, volume in pods.spec.volumes
	volume.hostPath != null
	result := {
		"message": sprintf("volume %s mounts %s of the node", [
			object.get(volume, "name", sprintf("%d", [index])),
			object.get(volume, ["hostPath", "path"], "a path"),
		]),
		"path": array.concat(pods.path, ["volumes", index, "hostPath"]),
		"fix": "use another type of volume",
	}
}
