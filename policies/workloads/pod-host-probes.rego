# METADATA
# title: Probes and hooks go to the pod alone
# description: >-
#   The kubelet sends probes and hooks from the node; with a host of their own they reach whatever the node
#   reaches, such as the metadata service of the cloud. The Pod Security Standards forbid this since v1.34.
# custom:
#   id: pod-host-probes
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [pss-baseline-host-probes, nist-sc-7]
#   parameters:
#     podSecurityVersion:
#       description: >-
#         Version of the Pod Security Standards, `latest` or one like `v1.34`. Anything else counts as latest.
#       default: latest
#       example: latest
#   remediation: Remove host from the probe or hook, so that it goes to the address of the pod.
package security.pod_host_probes

import data.security.lib.pod_security
import data.security.lib.pods

not_applicable contains pod_security.before(34)

deny contains result if {
	some container in pods.containers
	some place in [
		["livenessProbe"],
		["readinessProbe"],
		["startupProbe"],
		["lifecycle", "postStart"],
		["lifecycle", "preStop"],
	]
	some action in ["httpGet", "tcpSocket"]
	path := array.concat(place, [action, "host"])
	host := object.get(container.spec, path, null)
	not host in {"", null}
	result := {
		"message": sprintf("a probe or hook of container %s goes to %s", [container.name, host]),
		"path": array.concat(container.path, path),
		"fix": "remove host",
	}
}
