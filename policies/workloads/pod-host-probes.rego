# METADATA
# title: Probes and hooks go to the pod alone
# description: >-
#   The kubelet sends probes and hooks from the node; with a host of their own they reach whatever
#   the node reaches.
# custom:
#   id: pod-host-probes
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [pss-baseline-host-probes, nist-sc-7]
#   remediation: Remove host from the probe or hook, so that it goes to the address of the pod.
package security.pod_host_probes

import data.security.lib.pods

_handlers contains {"path": array.concat(container.path, [field]), "spec": handler, "container": container.name} if {
	some container in pods.containers
	some field in ["livenessProbe", "readinessProbe", "startupProbe"]
	handler := container.spec[field]
}

_handlers contains {"path": array.concat(container.path, ["lifecycle", field]), "spec": handler, "container": container.name} if {
	some container in pods.containers
	some field in ["postStart", "preStop"]
	handler := container.spec.lifecycle[field]
}

deny contains result if {
	some handler in _handlers
	some action in ["httpGet", "tcpSocket"]
	host := handler.spec[action].host
	not host in {"", null}
	result := {
		"message": sprintf("a probe or hook of container %s goes to %s", [handler.container, host]),
		"path": array.concat(handler.path, [action, "host"]),
		"fix": "remove host",
	}
}
