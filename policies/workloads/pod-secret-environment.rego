# METADATA
# title: Secrets are files, not environment variables
# description: >-
#   Environment variables end up in crash reports, debug pages and every child process, and do not change
#   when the Secret does.
# custom:
#   id: pod-secret-environment
#   severity: low
#   enforcement: warn
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [cis-5.4.1, nist-cm-6]
#   remediation: Mount the Secret as a volume and read the file.
package security.pod_secret_environment

import data.security.lib.pods

deny contains result if {
	some container in pods.containers
	some index, variable in container.spec.env
	is_object(variable.valueFrom.secretKeyRef)
	result := {
		"message": sprintf("container %s has a secret in the variable %s", [
			container.name,
			object.get(variable, "name", sprintf("%d", [index])),
		]),
		"path": array.concat(container.path, ["env", index, "valueFrom", "secretKeyRef"]),
		"fix": "mount the secret as a file",
	}
}

deny contains result if {
	some container in pods.containers
	some index, source in container.spec.envFrom
	is_object(source.secretRef)
	result := {
		"message": sprintf("container %s has all of a secret in its environment", [container.name]),
		"path": array.concat(container.path, ["envFrom", index, "secretRef"]),
		"fix": "mount the secret as a file",
	}
}
