# METADATA
# title: System calls are filtered
# description: Without a seccomp profile a container may call any of the kernel's several hundred system calls.
# custom:
#   id: pod-seccomp
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [cis-5.6.2, cis-5.6.3, nsa-1.10, pss-restricted-seccomp, nist-cm-6, nist-cm-7]
#   remediation: Set securityContext.seccompProfile.type of the pod to RuntimeDefault.
package security.pod_seccomp

import data.security.lib.pods

deny contains result if {
	not pods.windows
	some container in pods.containers
	not _filtered(container.spec)
	result := {
		"message": sprintf("container %s has no seccomp profile", [container.name]),
		"path": array.concat(container.path, ["securityContext", "seccompProfile", "type"]),
		"fix": "set seccompProfile.type to RuntimeDefault",
	}
}

_filtered(container) if pods.setting(container, "seccompProfile").type in {"RuntimeDefault", "Localhost"}
