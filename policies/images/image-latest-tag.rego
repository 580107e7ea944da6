# METADATA
# title: No image is called latest
# description: >-
#   The tag latest, or no tag at all, means another image tomorrow: two pods of one workload may
#   then differ, and nobody can say what ran.
# custom:
#   id: image-latest-tag
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [nist-cm-2]
#   remediation: >-
#     Name a version, or better a digest.
package security.image_latest_tag

import data.security.lib.images

deny contains result if {
	some image in images.used
	not _versioned(image.reference)
	result := {
		"message": sprintf("%s takes whatever image %s is today", [image.owner, image.reference]),
		"path": image.path,
		"fix": "name a version or a digest",
	}
}

_versioned(reference) if images.parse(reference).digest != ""

_versioned(reference) if not images.parse(reference).tag in {"", "latest"}
