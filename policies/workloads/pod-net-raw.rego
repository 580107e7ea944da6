# METADATA
# title: No raw network packets
# description: >-
#   With NET_RAW, which container runtimes grant unless told otherwise, a container forges packets and
#   poisons its neighbours' address tables. Names are compared as runtimes read them: in any case, with or
#   without CAP_. Windows pods have no capabilities.
# custom:
#   id: pod-net-raw
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [cis-5.2.8, nist-cm-6, nist-cm-7, pci-2.2.4]
#   remediation: Drop ALL capabilities, or NET_RAW at least, in every container.
package security.pod_net_raw

import data.security.lib.pods

deny contains result if {
	not pods.windows
	some container in pods.containers
	not _dropped(container.spec)
	result := {
		"message": sprintf("container %s keeps NET_RAW", [container.name]),
		"path": array.concat(container.path, ["securityContext", "capabilities", "drop"]),
		"fix": "drop ALL",
	}
}

deny contains result if {
	some container in pods.containers
	some index, capability in container.spec.securityContext.capabilities.add
	_includes_raw(capability)
	result := {
		"message": sprintf("container %s adds NET_RAW", [container.name]),
		"path": array.concat(container.path, ["securityContext", "capabilities", "add", index]),
		"fix": sprintf("do not add %s", [capability]),
	}
}

_dropped(container) if {
	some capability in container.securityContext.capabilities.drop
	_includes_raw(capability)
}

_includes_raw(capability) if trim_prefix(upper(capability), "CAP_") in {"ALL", "NET_RAW"}
