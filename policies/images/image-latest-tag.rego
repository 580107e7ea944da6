# METADATA
# title: No image is called latest
# description: >-
#   The tag latest, or no tag at all, means another image tomorrow: two pods of one workload may
#   then differ.
# custom:
#   id: image-latest-tag
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [nist-cm-2]
#   remediation: Name a version, or better a digest.
package security.image_latest_tag

import data.security.lib.images
import data.security.lib.pods

deny contains result if {
	some container in pods.containers
	image := images.parse(container.spec.image)
	image.digest == ""
	image.tag in {"", "latest"}
	result := {
		"message": sprintf("container %s takes the newest image of %s", [container.name, image.name]),
		"path": array.concat(container.path, ["image"]),
		"fix": "name a version or a digest",
	}
}
