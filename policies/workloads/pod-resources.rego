# METADATA
# title: Containers say what they need
# description: >-
#   Without requests the scheduler cannot place a pod well, and without a memory limit one container
#   can starve the node.
# custom:
#   id: pod-resources
#   severity: low
#   enforcement: warn
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [nist-sc-6]
#   remediation: Set requests for cpu and memory and a limit for memory.
package security.pod_resources

import data.security.lib.pods

_needed := [["requests", "cpu"], ["requests", "memory"], ["limits", "memory"]]

deny contains result if {
	some container in pods.containers
	container.path[count(container.path) - 2] != "ephemeralContainers"
	some needed in _needed
	object.get(container.spec, array.concat(["resources"], needed), null) == null
	result := {
		"message": sprintf("container %s has no %s for %s", [container.name, needed[0], needed[1]]),
		"path": array.concat(array.concat(container.path, ["resources"]), needed),
		"fix": "say how much the container needs",
	}
}
