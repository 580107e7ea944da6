# METADATA
# title: Only volumes that Kubernetes manages
# description: >-
#   Volume types that name a server or a disk themselves go past the claims that an administrator
#   provides.
# custom:
#   id: pod-volume-types
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [pss-restricted-volume-types, nist-cm-7]
#   remediation: >-
#     Use configMap, csi, downwardAPI, emptyDir, ephemeral, persistentVolumeClaim, projected or
#     secret.
package security.pod_volume_types

import data.security.lib.pods

_managed := {
	"configMap",
	"csi",
	"downwardAPI",
	"emptyDir",
	"ephemeral",
	"persistentVolumeClaim",
	"projected",
	"secret",
}

deny contains result if {
	some index, volume in pods.spec.volumes
	some type, source in volume
	type != "name"
	not type in _managed
	source != null
	result := {
		"message": sprintf("volume %s has the type %s", [object.get(volume, "name", sprintf("%d", [index])), type]),
		"path": array.concat(pods.path, ["volumes", index, type]),
		"fix": "use another type of volume",
	}
}
