# METADATA
# title: No use of the node's network
# description: >-
#   On the node's network a container reaches the node's loopback services, sees its traffic and is beyond
#   every NetworkPolicy.
# custom:
#   id: pod-host-network
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [cis-5.2.5, nsa-1.5, pss-baseline-host-namespaces, nist-cm-6, nist-sc-7, pci-2.2.4]
#   remediation: Remove hostNetwork from the pod specification.
package security.pod_host_network

import data.security.lib.pods

deny contains result if {
	pods.spec.hostNetwork == true
	result := {
		"message": "the pod shares the node's network",
		"path": array.concat(pods.path, ["hostNetwork"]),
		"fix": "set hostNetwork to false",
	}
}
