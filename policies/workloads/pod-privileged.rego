# METADATA
# title: No privileged containers
# description: >-
#   A privileged container has every capability, sees all devices and is root on the node in all but name.
#   Whoever breaks into it has the node.
# custom:
#   id: pod-privileged
#   severity: critical
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [cis-5.2.2, nsa-1.2, pss-baseline-privileged, nist-cm-6, nist-ac-6, pci-2.2.1]
#   remediation: >-
#     Remove securityContext.privileged, and add the single capability or device that the container needs
#     instead.
package security.pod_privileged

import data.security.lib.pods

deny contains result if {
	some container in pods.containers
	container.spec.securityContext.privileged == true
	result := {
		"message": sprintf("container %s is privileged", [container.name]),
		"path": array.concat(container.path, ["securityContext", "privileged"]),
		"fix": "set privileged to false",
	}
}
