# METADATA
# title: The usual masks lie over /proc
# description: >-
#   With procMount Unmasked a container reads and changes settings of the kernel under /proc. Since v1.35 of
#   the Pod Security Standards a pod with a user namespace of its own (hostUsers: false) may ask for it.
# custom:
#   id: pod-proc-mount
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [pss-baseline-proc-mount, nist-cm-6]
#   parameters:
#     podSecurityVersion:
#       description: >-
#         Version of the Pod Security Standards, `latest` or one like `v1.34`. Anything else counts as latest.
#       default: latest
#       example: latest
#   remediation: Remove securityContext.procMount.
package security.pod_proc_mount

import data.security.lib.pod_security
import data.security.lib.pods

deny contains result if {
	not pod_security.user_namespace
	some container in pods.containers
	mount := container.spec.securityContext.procMount
	not mount in {"Default", null}
	result := {
		"message": sprintf("container %s mounts /proc as %s", [container.name, mount]),
		"path": array.concat(container.path, ["securityContext", "procMount"]),
		"fix": "remove procMount",
	}
}
