# METADATA
# title: Images with a tag are pulled anew
# description: >-
#   With the pull policy IfNotPresent a node keeps running the image that it has under a tag, and
#   runs it for pods that have no right to pull it. With Never it runs what somebody left on the
#   node. An image that is pinned by its digest cannot differ, and may be kept.
# custom:
#   id: image-pull-policy
#   severity: low
#   enforcement: warn
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [nist-cm-2, nist-si-7]
#   remediation: >-
#     Set imagePullPolicy to Always, or pin the image by its digest.
package security.image_pull_policy

import data.security.lib.images

deny contains result if {
	some image in images.used
	not _fresh(image)
	result := {
		"message": sprintf("%s runs the image %s without asking the registry", [image.owner, image.reference]),
		"path": image.path,
		"fix": "set the pull policy to Always, or pin the image by its digest",
	}
}

_fresh(image) if image.pull_policy == "Always"

_fresh(image) if {
	image.pull_policy in {"", "IfNotPresent"}
	images.pinned(image.reference)
}

# What the API server fills in for an image without a version.
_fresh(image) if {
	image.pull_policy == ""
	images.parse(image.reference).tag in {"", "latest"}
}
