# METADATA
# title: API tokens only where they are needed
# description: >-
#   A token that is mounted for nothing is a way into the API server for whoever breaks into the container.
#   Silence mounts one, unless the ServiceAccount says otherwise; the pod has to say so itself, because its
#   account may change.
# custom:
#   id: pod-service-account-token
#   severity: medium
#   enforcement: warn
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [cis-5.1.6, nsa-1.11, nist-ac-6, nist-cm-6, pci-7.2.5]
#   remediation: >-
#     Set automountServiceAccountToken to false, or ask for an exception for a pod that talks to the API
#     server.
package security.pod_service_account_token

import data.security.lib.pods

deny contains result if {
	not _unmounted
	result := {
		"message": "the pod mounts a token for the API server",
		"path": array.concat(pods.path, ["automountServiceAccountToken"]),
		"fix": "set automountServiceAccountToken to false",
	}
}

_unmounted if pods.spec.automountServiceAccountToken == false
