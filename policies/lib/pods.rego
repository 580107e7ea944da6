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

spec := or_empty(object.get(input.object, path, {}))

# Where the labels and annotations of the pod stand.
metadata_path := array.concat(array.slice(path, 0, count(path) - 1), ["metadata"])

metadata := object.get(input.object, metadata_path, {})

# The API server fills serviceAccountName from the older field serviceAccount, else with `default`.
account := name if {
	name := spec.serviceAccountName
	not name in {"", null}
} else := name if {
	name := spec.serviceAccount
	not name in {"", null}
} else := "default"

# Settings of the Linux kernel mean nothing to Windows pods, and Kubernetes refuses them there.
windows if spec.os.name == "windows"

# Root in a user namespace of the pod's own is nobody on the node.
user_namespace if spec.hostUsers == false

containers contains {"name": name, "list": list, "path": array.concat(path, [list, index]), "spec": container} if {
	some list in ["containers", "ephemeralContainers", "initContainers"]
	some index, entry in spec[list]
	container := or_empty(entry)
	name := object.get(container, "name", sprintf("%d", [index]))
}

# The API server reads null as an object without fields.
or_empty(entry) := entry if {
	is_object(entry)
} else := {}

# Every securityContext there is: the pod's own and that of each container.
security_contexts contains {"owner": "the pod", "path": array.concat(path, ["securityContext"]), "spec": context} if {
	context := spec.securityContext
}

security_contexts contains {"owner": owner, "path": array.concat(container.path, ["securityContext"]), "spec": context} if {
	some container in containers
	context := container.spec.securityContext
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

# Each seccomp profile that is given and filters nothing, as a result of a policy.
unfiltered contains result if {
	some context in security_contexts
	profile := context.spec.seccompProfile
	is_object(profile)
	not _filters(profile)
	result := {
		"message": sprintf("%s is not confined by seccomp", [context.owner]),
		"path": array.concat(context.path, ["seccompProfile", "type"]),
		"fix": "set seccompProfile.type to RuntimeDefault",
	}
}

_filters(profile) if profile.type in {"Localhost", "RuntimeDefault"}
