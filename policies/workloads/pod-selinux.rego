# METADATA
# title: SELinux keeps its container types
# description: >-
#   Another SELinux type, or a user or role of its own, can undo the separation between container and node.
#   Since v1.31 of the Pod Security Standards container_engine_t is one of the container types.
# custom:
#   id: pod-selinux
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [nsa-1.8, pss-baseline-selinux, nist-cm-6]
#   parameters:
#     podSecurityVersion:
#       description: >-
#         Version of the Pod Security Standards, `latest` or one like `v1.34`. Anything else counts as latest.
#       default: latest
#       example: latest
#   remediation: Remove seLinuxOptions, or use one of the container types without user and role.
package security.pod_selinux

import data.security.lib.pod_security
import data.security.lib.pods

_types contains type if some type in {"container_t", "container_init_t", "container_kvm_t"}

_types contains "container_engine_t" if pod_security.since(31)

deny contains result if {
	some context in pods.security_contexts
	type := context.spec.seLinuxOptions.type
	not type in {"", null}
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
	value := context.spec.seLinuxOptions[field]
	not value in {"", null}
	result := {
		"message": sprintf("%s has the SELinux %s %s", [context.owner, field, value]),
		"path": array.concat(context.path, ["seLinuxOptions", field]),
		"fix": sprintf("remove the %s", [field]),
	}
}
