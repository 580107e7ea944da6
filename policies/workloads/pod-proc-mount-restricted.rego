# METADATA
# title: The usual masks lie over /proc of every pod
# description: >-
#   Since v1.35 the level baseline lets pods with a user namespace of their own unmask /proc; the level
#   restricted does not. Demanded where the cluster needs the level restricted.
# custom:
#   id: pod-proc-mount-restricted
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [pss-restricted-proc-mount, nist-cm-6]
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
#   remediation: Remove securityContext.procMount.
package security.pod_proc_mount_restricted

import data.security.lib.pod_security
import data.security.lib.pods

not_applicable contains pod_security.not_restricted

not_applicable contains pod_security.before(35)

deny contains result if {
	some container in pods.containers
	mount := container.spec.securityContext.procMount
	not mount in {"Default", null}
	result := {
		"message": sprintf("container %s mounts /proc as %s", [container.name, mount]),
		"path": array.concat(container.path, ["securityContext", "procMount"]),
		"fix": "remove procMount",
	}
}
