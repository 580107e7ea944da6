# METADATA
# title: Containers run as another user than root
# description: >-
#   The kubelet refuses to start a root process only when runAsNonRoot is true; otherwise the image decides.
#   Demanded where the cluster needs the level restricted; since v1.35 of the Pod Security Standards pods
#   with a user namespace of their own (hostUsers: false) may be root in it.
# custom:
#   id: pod-run-as-non-root
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [cis-5.2.7, cis-5.6.3, nsa-1.0, pss-restricted-run-as-non-root, nist-ac-6, nist-cm-6]
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
#     Set runAsNonRoot to true in the securityContext of the pod, and build the image with a numeric user.
package security.pod_run_as_non_root

import data.security.lib.pod_security
import data.security.lib.pods

not_applicable contains pod_security.not_restricted

deny contains result if {
	not pod_security.user_namespace
	some container in pods.containers
	not pods.setting(container.spec, "runAsNonRoot")
	result := {
		"message": sprintf("container %s may run as root", [container.name]),
		"path": array.concat(container.path, ["securityContext", "runAsNonRoot"]),
		"fix": "set runAsNonRoot to true",
	}
}

deny contains result if {
	not pod_security.user_namespace
	pods.spec.securityContext.runAsNonRoot == false
	result := {
		"message": "the pod allows root",
		"path": array.concat(pods.path, ["securityContext", "runAsNonRoot"]),
		"fix": "set runAsNonRoot to true",
	}
}
