# The pod specification inside each kind that embeds one, with its containers of every sort.
package security.lib.pods

_paths := {
	"CronJob": ["spec", "jobTemplate", "spec", "template", "spec"],
	"DaemonSet": ["spec", "template", "spec"],
	"Deployment": ["spec", "template", "spec"],
	"Job": ["spec", "template", "spec"],
	"Pod": ["spec"],
	"PodTemplate": ["template", "spec"],
	"ReplicaSet": ["spec", "template", "spec"],
	"ReplicationController": ["spec", "template", "spec"],
	"StatefulSet": ["spec", "template", "spec"],
}

path := _paths[input.object.kind]

spec := object.get(input.object, path, {})

# Where the labels and annotations of the pod stand.
metadata_path := array.concat(array.slice(path, 0, count(path) - 1), ["metadata"])

metadata := object.get(input.object, metadata_path, {})

# Settings of the Linux kernel mean nothing to Windows pods, and Kubernetes refuses them there.
windows if spec.os.name == "windows"

containers contains {"name": name, "path": array.concat(path, [field, index]), "spec": container} if {
	some field in ["containers", "ephemeralContainers", "initContainers"]
	some index, container in spec[field]
	name := object.get(container, "name", sprintf("%d", [index]))
}

# Every securityContext there is: the pod's own and that of each container.
security_contexts contains {"owner": "the pod", "path": array.concat(path, ["securityContext"]), "spec": context} if {
	context := spec.securityContext
	is_object(context)
}

security_contexts contains {"owner": owner, "path": array.concat(container.path, ["securityContext"]), "spec": context} if {
	some container in containers
	context := container.spec.securityContext
	is_object(context)
	owner := sprintf("container %s", [container.name])
}

# What holds for a container: its own setting, else the pod's. Undefined when neither says anything.
setting(container, field) := value if {
	value := container.securityContext[field]
	value != null
} else := value if {
	value := spec.securityContext[field]
	value != null
}
