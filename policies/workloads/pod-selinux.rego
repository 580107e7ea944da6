# METADATA
# title: SELinux keeps its container types
# description: Another SELinux type, user or role can undo the separation between container and node.
# custom:
#   id: pod-selinux
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [nsa-1.8, pss-baseline-selinux, nist-cm-6]
#   remediation: Remove seLinuxOptions, or use one of the container types without user and role.
package security.pod_selinux

import data.security.lib.pods

_types := {"", "container_t", "container_init_t", "container_kvm_t", "container_engine_t"}

deny contains result if {
	some context in pods.security_contexts
	type := context.spec.seLinuxOptions.type
	not type in _types
	result := {
		"message": sprintf("%s has the SELinux type %s", [context.owner, type]),
		"path": array.concat(context.path, ["seLinuxOptions", "type"]),
		"fix": "use container_t",
	}
}

deny contains result if {
	some context in pods.security_contexts
	some field in ["role", "user"]
	not context.spec.seLinuxOptions[field] in {"", null}
	value := context.spec.seLinuxOptions[field]
	result := {
		"message": sprintf("%s has the SELinux %s %s", [context.owner, field, value]),
		"path": array.concat(context.path, ["seLinuxOptions", field]),
		"fix": sprintf("remove the %s", [field]),
	}
}
