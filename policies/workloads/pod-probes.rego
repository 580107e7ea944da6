# METADATA
# title: Containers say whether they are ready and alive
# description: >-
#   Without a readiness probe a Service sends requests to a container that cannot answer; without a liveness
#   probe one that hangs is not started again. Containers that run until they are done have none: those of
#   Jobs and CronJobs, of pods that are not restarted, and initContainers that are no sidecars.
# custom:
#   id: pod-probes
#   severity: low
#   enforcement: warn
#   scope: object
#   kinds: [Pod, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet]
#   controls: [nist-cm-6]
#   remediation: >-
#     Add a readinessProbe and a livenessProbe, with checks of their own, to every container that keeps
#     running.
package security.pod_probes

import data.security.lib.pods

deny contains result if {
	object.get(pods.spec, "restartPolicy", "Always") in {"Always", null}
	some container in pods.containers
	_keeps_running(container)
	some probe in ["livenessProbe", "readinessProbe"]
	object.get(container.spec, probe, null) == null
	result := {
		"message": sprintf("container %s has no %s", [container.name, probe]),
		"path": array.concat(container.path, [probe]),
		"fix": sprintf("add a %s", [probe]),
	}
}

_keeps_running(container) if container.list == "containers"

_keeps_running(container) if {
	container.list == "initContainers"
	container.spec.restartPolicy == "Always"
}
