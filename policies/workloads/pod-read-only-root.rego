# METADATA
# title: The root file system is read-only
# description: >-
#   Where nothing can be written, an attacker cannot leave tools behind or change the program. What the
#   program writes belongs in a volume. Windows needs a root that can be written.
# custom:
#   id: pod-read-only-root
#   severity: low
#   enforcement: warn
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [nsa-1.1, nist-cm-7]
#   remediation: Set readOnlyRootFilesystem to true and mount an emptyDir where the program writes.
package security.pod_read_only_root

import data.security.lib.pods

deny contains result if {
	not pods.windows
	some container in pods.containers
	not _read_only(container.spec)
	result := {
		"message": sprintf("container %s can write to its root file system", [container.name]),
		"path": array.concat(container.path, ["securityContext", "readOnlyRootFilesystem"]),
		"fix": "set readOnlyRootFilesystem to true",
	}
}

_read_only(container) if container.securityContext.readOnlyRootFilesystem == true
