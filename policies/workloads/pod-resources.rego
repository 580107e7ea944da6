# METADATA
# title: Containers say what they need
# description: >-
#   Without requests the scheduler cannot place a pod well, and without a memory limit one container can
#   starve the node. A limit stands for a request that is not given, as in Kubernetes, and what is given for
#   the whole pod covers its containers. Ephemeral containers cannot have any.
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

deny contains result if {
	some container in pods.containers
	container.list != "ephemeralContainers"
	some needed in [["requests", "cpu"], ["requests", "memory"], ["limits", "memory"]]
	not _given(container.spec, needed)
	not _given(pods.spec, needed)
	result := {
		"message": sprintf("container %s has no %s for %s", [container.name, needed[0], needed[1]]),
		"path": array.concat(array.concat(container.path, ["resources"]), needed),
		"fix": "say how much the container needs",
	}
}

_given(owner, [sort, resource]) if {
	some stated in {sort, "limits"}
	object.get(owner, ["resources", stated, resource], null) != null
}
