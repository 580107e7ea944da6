# METADATA
# title: No ports on the node
# description: >-
#   A host port opens the node's own address, past Services and, with most network plug-ins, past
#   NetworkPolicies. It also ties the pod to nodes where the port is free.
# custom:
#   id: pod-host-port
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [cis-5.2.12, pss-baseline-host-ports, nist-cm-7, nist-sc-7, pci-1.2.5, pci-1.4.4, pci-2.2.4]
#   remediation: Remove hostPort and expose the pod through a Service.
package security.pod_host_port

import data.security.lib.pods

deny contains result if {
	some container in pods.containers
	some index, port in container.spec.ports
	number := port.hostPort
	not number in {0, null}
	result := {
		"message": sprintf("container %s opens port %d of the node", [container.name, number]),
		"path": array.concat(container.path, ["ports", index, "hostPort"]),
		"fix": "remove hostPort",
	}
}
