# METADATA
# title: No container belongs to the root group
# description: >-
#   Group 0 may read, and often write, what an image keeps for root. The groups of the pod and of each
#   container count.
# custom:
#   id: pod-root-group
#   severity: low
#   enforcement: warn
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [nsa-1.6, nist-ac-6]
#   remediation: Choose group ids other than 0 for runAsGroup, fsGroup and supplementalGroups.
package security.pod_root_group

import data.security.lib.pods

deny contains result if {
	some context in pods.security_contexts
	some field in ["fsGroup", "runAsGroup"]
	context.spec[field] == 0
	result := {
		"message": sprintf("%s has %s 0", [context.owner, field]),
		"path": array.concat(context.path, [field]),
		"fix": "choose a group id other than 0",
	}
}

deny contains result if {
	some index, group in pods.spec.securityContext.supplementalGroups
	group == 0
	result := {
		"message": "the pod adds group 0",
		"path": array.concat(pods.path, ["securityContext", "supplementalGroups", index]),
		"fix": "remove group 0",
	}
}
