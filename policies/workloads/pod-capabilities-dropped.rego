# METADATA
# title: All capabilities are dropped
# description: >-
#   A container that serves a low port needs NET_BIND_SERVICE at the most; everything else that runtimes
#   grant is surface for an attacker. Demanded where the cluster needs the level restricted; Windows pods
#   have no capabilities.
# custom:
#   id: pod-capabilities-dropped
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [cis-5.2.9, pss-restricted-capabilities, nist-ac-6, nist-cm-6, nist-cm-7, pci-2.2.4]
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
#   remediation: >-
#     Set securityContext.capabilities.drop to [ALL] in every container and add NET_BIND_SERVICE where it is
#     needed.
package security.pod_capabilities_dropped

import data.security.lib.pod_security
import data.security.lib.pods

not_applicable contains pod_security.not_restricted

not_applicable contains pod_security.before(22)

deny contains result if {
	not pod_security.windows
	some container in pods.containers
	not _dropped(container.spec)
	result := {
		"message": sprintf("container %s does not drop all capabilities", [container.name]),
		"path": array.concat(container.path, ["securityContext", "capabilities", "drop"]),
		"fix": "drop ALL",
	}
}

deny contains result if {
	not pod_security.windows
	some container in pods.containers
	some index, capability in container.spec.securityContext.capabilities.add
	capability != "NET_BIND_SERVICE"
	result := {
		"message": sprintf("container %s adds the capability %s", [container.name, capability]),
		"path": array.concat(container.path, ["securityContext", "capabilities", "add", index]),
		"fix": sprintf("do not add %s", [capability]),
	}
}

_dropped(container) if "ALL" in container.securityContext.capabilities.drop
