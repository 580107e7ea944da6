# METADATA
# title: Only volumes that Kubernetes manages
# description: >-
#   Volume types that name a server or a disk themselves go past the claims that an administrator provides.
#   Types that are not known count as such; a volume without type is an emptyDir. Demanded where the cluster
#   needs the level restricted.
# custom:
#   id: pod-volume-types
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [pss-restricted-volume-types, nist-cm-7]
#   parameters:
#     podSecurityLevels:
#       description: >-
#         Level that a cluster needs (privileged, baseline or restricted), by its label `environment`. Other
#         clusters need restricted for production, prod or without the label, and baseline otherwise.
#       default: {production: restricted, prod: restricted}
#       example: {production: restricted, staging: restricted, development: baseline}
#   remediation: >-
#     Use configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected or
#     secret.
package security.pod_volume_types

import data.security.lib.pod_security
import data.security.lib.pods

_managed := [
	"configMap",
	"csi",
	"downwardAPI",
	"emptyDir",
	"ephemeral",
	"image",
	"persistentVolumeClaim",
	"projected",
	"secret",
]

not_applicable contains pod_security.not_restricted

deny contains result if {
	some index, volume in pods.spec.volumes
	not _is_managed(volume)
	some type, source in volume
	type != "name"
	source != null
	result := {
		"message": sprintf("volume %s has the type %s", [object.get(volume, "name", sprintf("%d", [index])), type]),
		"path": array.concat(pods.path, ["volumes", index, type]),
		"fix": "use another type of volume",
	}
}

_is_managed(volume) if {
	some type in _managed
	object.get(volume, type, null) != null
}
