# METADATA
# title: The filter of system calls is not switched off
# description: Unconfined takes away even the profile that the runtime would apply.
# custom:
#   id: pod-seccomp-unconfined
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [pss-baseline-seccomp, nist-cm-6]
#   remediation: Set seccompProfile.type to RuntimeDefault, or leave the profile out.
package security.pod_seccomp_unconfined

import data.security.lib.pods

deny contains result if {
	some context in pods.security_contexts
	context.spec.seccompProfile.type == "Unconfined"
	result := {
		"message": sprintf("%s is not confined by seccomp", [context.owner]),
		"path": array.concat(context.path, ["seccompProfile", "type"]),
		"fix": "set seccompProfile.type to RuntimeDefault",
	}
}
