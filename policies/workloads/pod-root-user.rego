# METADATA
# title: No container is told to run as root
# description: runAsUser 0 is root, whatever user the image was built with.
# custom:
#   id: pod-root-user
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [cis-5.2.7, nsa-1.6, pss-restricted-root-user, nist-ac-6]
#   remediation: Choose a user id other than 0, or leave runAsUser out.
package security.pod_root_user

import data.security.lib.pods

deny contains result if {
	some context in pods.security_contexts
	context.spec.runAsUser == 0
	result := {
		"message": sprintf("%s runs as user 0", [context.owner]),
		"path": array.concat(context.path, ["runAsUser"]),
		"fix": "choose a user id other than 0",
	}
}
