# METADATA
# title: Images are pinned by digest
# description: A tag can be moved to another image after the review; a digest cannot.
# custom:
#   id: image-digest
#   severity: medium
#   enforcement: warn
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [nist-cm-2, nist-si-7]
#   remediation: Write the image as name@sha256:..., with the digest that was reviewed.
package security.image_digest

import data.security.lib.images
import data.security.lib.pods

deny contains result if {
	some container in pods.containers
	reference := container.spec.image
	not regex.match(`^sha256:[0-9a-f]{64}$`, images.parse(reference).digest)
	result := {
		"message": sprintf("container %s does not pin the image %s by its digest", [container.name, reference]),
		"path": array.concat(container.path, ["image"]),
		"fix": "add the digest",
	}
}
