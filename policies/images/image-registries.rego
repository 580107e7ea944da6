# METADATA
# title: Images come from registries that are allowed
# description: >-
#   An image from a registry that nobody vetted runs a stranger's code. References are read the
#   way container runtimes read them: without a registry they mean docker.io. What is no
#   reference, and every image while no registry is listed, is refused.
# custom:
#   id: image-registries
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [nist-cm-7.5, nist-cm-11, nist-si-7, pci-6.3.2]
#   parameters:
#     registries:
#       description: What images may come from, as registries or as paths in them, without tag.
#       default: []
#       example: [registry.example]
#   remediation: >-
#     Take the image from an allowed registry, or add its registry to the parameter `registries`
#     of the policies in mcp.yaml.
package security.image_registries

import data.security.lib.images

_registries := object.get(input.parameters, "registries", [])

deny contains result if {
	some image in images.used
	not _allowed(image.reference)
	result := {
		"message": sprintf("%s: no allowed registry covers the image %s", [image.owner, image.reference]),
		"path": image.path,
		"fix": _fix,
	}
}

_allowed(reference) if {
	some entry in _registries
	images.covers(entry, reference)
}

_fix := "list the allowed registries in the parameter `registries`" if {
	count(_registries) == 0
} else := sprintf("take the image from %s", [concat(" or ", _registries)])
