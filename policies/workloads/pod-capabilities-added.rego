# METADATA
# title: Only harmless capabilities are added
# description: >-
#   Capabilities are parts of root's power. Those beyond the usual set of container runtimes, SYS_ADMIN
#   above all, lead out of the container or let it forge traffic.
# custom:
#   id: pod-capabilities-added
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [pss-baseline-capabilities, nist-ac-6, nist-cm-7, pci-2.2.4]
#   remediation: Remove the capability from securityContext.capabilities.add.
package security.pod_capabilities_added

import data.security.lib.pods

_harmless := {
	"AUDIT_WRITE",
	"CHOWN",
	"DAC_OVERRIDE",
	"FOWNER",
	"FSETID",
	"KILL",
	"MKNOD",
	"NET_BIND_SERVICE",
	"SETFCAP",
	"SETGID",
	"SETPCAP",
	"SETUID",
	"SYS_CHROOT",
}

deny contains result if {
	some container in pods.containers
	some index, capability in container.spec.securityContext.capabilities.add
	not capability in _harmless
	result := {
		"message": sprintf("container %s adds the capability %s", [container.name, capability]),
		"path": array.concat(container.path, ["securityContext", "capabilities", "add", index]),
		"fix": sprintf("do not add %s", [capability]),
	}
}
