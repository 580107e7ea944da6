# METADATA
# title: Images are pinned by digest
# description: >-
#   A tag can be moved to another image after the review; a digest names one content for ever.
# custom:
#   id: image-digest
#   severity: medium
#   enforcement: warn
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [nist-cm-2, nist-si-7]
#   remediation: >-
#     Write the image as name@sha256:..., with the digest that was reviewed.
package security.image_digest

import data.security.lib.images

deny contains result if {
	some image in images.used
	not images.pinned(image.reference)
	result := {
		"message": sprintf("%s does not pin the image %s by its digest", [image.owner, image.reference]),
		"path": image.path,
		"fix": "add the digest",
	}
}
