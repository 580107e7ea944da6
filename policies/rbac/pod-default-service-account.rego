# METADATA
# title: Pods that use the API have an account of their own
# description: >-
#   A pod that names no service account and mounts a token shares its identity with every other such
#   pod of the namespace: rights cannot be given to it alone, and the audit log does not tell it
#   apart.
# custom:
#   id: pod-default-service-account
#   severity: low
#   enforcement: warn
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [cis-5.1.5, nist-ac-6, pci-7.2.5]
#   remediation: >-
#     Name a service account of the workload in serviceAccountName, or set
#     automountServiceAccountToken to false.
package security.pod_default_service_account

import data.security.lib.pods

deny contains result if {
	pods.account == "default"
	object.get(pods.spec, "automountServiceAccountToken", true) != false
	result := {
		"message": "the pod mounts a token of the default service account",
		"path": array.concat(pods.path, ["serviceAccountName"]),
		"fix": "name an account of the workload's own",
	}
}
