# METADATA
# title: Images come from registries that are allowed
# description: >-
#   An image from a registry that nobody vetted runs a stranger's code. The parameter `registries`
#   lists what is allowed, as registries or as paths in them.
# custom:
#   id: image-registries
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [nist-cm-7.5, nist-cm-11, nist-si-7, pci-6.3.2]
#   remediation: >-
#     Take the image from an allowed registry, or add its registry to the parameter `registries` of
#     the policies in mcp.yaml.
package security.image_registries

import data.security.lib.images
import data.security.lib.pods

_registries := object.get(input.parameters, "registries", [])

deny contains result if {
	some container in pods.containers
	reference := object.get(container.spec, "image", "")
	not _allowed(reference)
	result := {
		"message": sprintf("container %s: no allowed registry covers the image %s", [container.name, reference]),
		"path": array.concat(container.path, ["image"]),
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
