# METADATA
# title: No privilege escalation
# description: >-
#   Unless it is forbidden, a process can gain more privileges than its parent through set-user-id
#   programs.
# custom:
#   id: pod-privilege-escalation
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [cis-5.2.6, cis-5.6.3, nsa-1.7, pss-restricted-privilege-escalation, nist-ac-6, nist-cm-6, pci-2.2.4]
#   remediation: Set securityContext.allowPrivilegeEscalation to false in every container.
package security.pod_privilege_escalation

import data.security.lib.pods

deny contains result if {
	not pods.windows
	some container in pods.containers
	not _forbidden(container.spec)
	result := {
		"message": sprintf("container %s may gain privileges", [container.name]),
		"path": array.concat(container.path, ["securityContext", "allowPrivilegeEscalation"]),
		"fix": "set allowPrivilegeEscalation to false",
	}
}

_forbidden(container) if container.securityContext.allowPrivilegeEscalation == false
