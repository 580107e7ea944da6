# METADATA
# title: No Windows host processes
# description: >-
#   A HostProcess container runs on the Windows node itself, outside every isolation, with whatever account
#   it asks for.
# custom:
#   id: pod-host-process
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [cis-5.2.10, pss-baseline-host-process, nist-cm-6, nist-ac-6]
#   remediation: Remove securityContext.windowsOptions.hostProcess.
package security.pod_host_process

import data.security.lib.pods

deny contains result if {
	some context in pods.security_contexts
	context.spec.windowsOptions.hostProcess == true
	result := {
		"message": sprintf("%s runs on the Windows node itself", [context.owner]),
		"path": array.concat(context.path, ["windowsOptions", "hostProcess"]),
		"fix": "set hostProcess to false",
	}
}
