# METADATA
# title: No use of the node's inter-process communication
# description: >-
#   With the node's IPC namespace a container reads and writes the shared memory of the node's processes.
#   Nothing that a workload needs is only there.
# custom:
#   id: pod-host-ipc
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [cis-5.2.4, nsa-1.3, pss-baseline-host-namespaces, nist-cm-6, pci-2.2.4]
#   remediation: Remove hostIPC from the pod specification.
package security.pod_host_ipc

import data.security.lib.pods

deny contains result if {
	pods.spec.hostIPC == true
	result := {
		"message": "the pod shares the node's inter-process communication",
		"path": array.concat(pods.path, ["hostIPC"]),
		"fix": "set hostIPC to false",
	}
}
