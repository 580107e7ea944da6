# METADATA
# title: The filter of system calls is not switched off
# description: >-
#   Unconfined takes away even the profile that the runtime would apply. Up to v1.18 of the Pod Security
#   Standards the annotations of that time count, since then the field.
# custom:
#   id: pod-seccomp-unconfined
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [pss-baseline-seccomp, nist-cm-6]
#   parameters:
#     podSecurityVersion:
#       description: >-
#         Version of the Pod Security Standards, `latest` or one like `v1.34`. Anything else counts as latest.
#       default: latest
#       example: latest
#   remediation: Set seccompProfile.type to RuntimeDefault, or leave the profile out.
package security.pod_seccomp_unconfined

import data.security.lib.pod_security
import data.security.lib.pods

deny contains result if {
	pod_security.since(19)
	some result in pods.unfiltered
}

deny contains result if {
	not pod_security.since(19)
	some key in _annotations
	profile := pods.metadata.annotations[key]
	not _confined(profile)
	result := {
		"message": sprintf("annotation %s asks for the seccomp profile %s", [key, profile]),
		"path": array.concat(pods.metadata_path, ["annotations", key]),
		"fix": "use runtime/default",
	}
}

_annotations contains "seccomp.security.alpha.kubernetes.io/pod"

_annotations contains sprintf("container.seccomp.security.alpha.kubernetes.io/%s", [_name(container.spec)]) if {
	some container in pods.containers
}

_name(container) := container.name if {
	is_string(container.name)
} else := ""

_confined(profile) if profile in {"docker/default", "runtime/default"}

_confined(profile) if startswith(profile, "localhost/")
