# METADATA
# title: System calls are filtered
# description: >-
#   Without a seccomp profile a container may call any of the kernel's several hundred system calls.
#   Demanded where the cluster needs the level restricted; Windows pods have no seccomp.
# custom:
#   id: pod-seccomp
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [cis-5.6.2, cis-5.6.3, nsa-1.10, pss-restricted-seccomp, nist-cm-6, nist-cm-7]
#   parameters:
#     podSecurityLevels:
#       description: >-
#         Level that a cluster needs (privileged, baseline or restricted), by its label `environment`. Other
#         clusters need restricted for production, prod or without the label, and baseline otherwise.
#       default: {production: restricted, prod: restricted}
#       example: {production: restricted, staging: restricted, development: baseline}
#     podSecurityVersion:
#       description: >-
#         Version of the Pod Security Standards, `latest` or one like `v1.34`. Anything else counts as latest.
#       default: latest
#       example: latest
#   remediation: Set securityContext.seccompProfile.type of the pod to RuntimeDefault.
package security.pod_seccomp

import data.security.lib.pod_security
import data.security.lib.pods

not_applicable contains pod_security.not_restricted

not_applicable contains pod_security.before(19)

deny contains result if {
	not pod_security.windows
	some result in pods.unfiltered
}

deny contains result if {
	not pod_security.windows
	some container in pods.containers
	not pods.setting(container.spec, "seccompProfile")
	result := {
		"message": sprintf("container %s has no seccomp profile", [container.name]),
		"path": array.concat(container.path, ["securityContext", "seccompProfile", "type"]),
		"fix": "set seccompProfile.type to RuntimeDefault",
	}
}
