# METADATA
# title: No container is told to run as root
# description: >-
#   runAsUser 0 is root, whatever user the image was built with. Demanded where the cluster needs the level
#   restricted; since v1.35 of the Pod Security Standards pods with a user namespace of their own
#   (hostUsers: false) may be root in it.
# custom:
#   id: pod-root-user
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [cis-5.2.7, nsa-1.6, pss-restricted-root-user, nist-ac-6]
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
#   remediation: Choose a user id other than 0, or leave runAsUser out.
package security.pod_root_user

import data.security.lib.pod_security
import data.security.lib.pods

not_applicable contains pod_security.not_restricted

not_applicable contains pod_security.before(23)

deny contains result if {
	not pod_security.user_namespace
	some context in pods.security_contexts
	context.spec.runAsUser == 0
	result := {
		"message": sprintf("%s runs as user 0", [context.owner]),
		"path": array.concat(context.path, ["runAsUser"]),
		"fix": "choose a user id other than 0",
	}
}
