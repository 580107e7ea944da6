# METADATA
# title: No use of the node's processes
# description: >-
#   With the node's PID namespace a container sees all processes of the node, and reads their environment
#   and open files.
# custom:
#   id: pod-host-pid
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [cis-5.2.3, nsa-1.4, pss-baseline-host-namespaces, nist-cm-6, pci-2.2.4]
#   remediation: Remove hostPID from the pod specification.
package security.pod_host_pid

import data.security.lib.pods

deny contains result if {
	pods.spec.hostPID == true
	result := {
		"message": "the pod shares the node's processes",
		"path": array.concat(pods.path, ["hostPID"]),
		"fix": "set hostPID to false",
	}
}
