# METADATA
# title: No privilege escalation
# description: >-
#   Unless it is forbidden, a process can gain more privileges than its parent through set-user-id programs.
#   Silence allows it, so every container has to say so. Demanded where the cluster needs the level
#   restricted; Windows pods know no such escalation.
# custom:
#   id: pod-privilege-escalation
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [cis-5.2.6, cis-5.6.3, nsa-1.7, pss-restricted-privilege-escalation, nist-ac-6, nist-cm-6, pci-2.2.4]
#   parameters:
#     podSecurityLevels:
#       description: >-
#         Level that a cluster needs (privileged, baseline or restricted), by its label `environment`. Other
#         clusters need restricted for production, prod or without the label, and baseline otherwise.
#       default: {production: restricted, prod: restricted}
#       example: {production: restricted, staging: restricted, development: baseline}
#     podSecurityVersion:
#       description: >-
#         Version of the Pod Security Standards, `latest` or one like `v1.34`. Anything else counts as latest.
#       default: latest
#       example: latest
#   remediation: Set securityContext.allowPrivilegeEscalation to false in every container.
package security.pod_privilege_escalation

import data.security.lib.pod_security
import data.security.lib.pods

not_applicable contains pod_security.not_restricted

not_applicable contains pod_security.before(8)

deny contains result if {
	not pod_security.windows
	some container in pods.containers
	not _forbidden(container.spec)
	result := {
		"message": sprintf("container %s may gain privileges", [container.name]),
		"path": array.concat(container.path, ["securityContext", "allowPrivilegeEscalation"]),
		"fix": "set allowPrivilegeEscalation to false",
	}
}

_forbidden(container) if container.securityContext.allowPrivilegeEscalation == false
