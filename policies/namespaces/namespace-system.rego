# METADATA
# title: No workload lives among the system's
# description: >-
#   In kube-system a workload stands beside the control plane, where Pod Security and most admission
#   policies look away.
# custom:
#   id: namespace-system
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [nsa-1.12, nist-sc-7]
#   remediation: Give the workload a namespace of its own.
package security.namespace_system

_system := {"kube-node-lease", "kube-public", "kube-system"}

deny contains result if {
	input.object.metadata.namespace in _system
	result := {
		"message": sprintf("%s %s lives in %s", [input.object.kind, input.object.metadata.name, input.object.metadata.namespace]),
		"path": ["metadata", "namespace"],
		"fix": "give it a namespace of its own",
	}
}
