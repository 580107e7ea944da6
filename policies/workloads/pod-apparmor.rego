# METADATA
# title: AppArmor is not switched off
# description: >-
#   Where nodes have AppArmor, the container runtime puts every container under a profile of its own. An
#   unconfined container loses that protection. The field and the annotations of older pods both count; the
#   API server still copies one to the other.
# custom:
#   id: pod-apparmor
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [nsa-1.9, pss-baseline-apparmor, nist-cm-6]
#   remediation: Remove the setting, or use RuntimeDefault or a Localhost profile.
package security.pod_apparmor

import data.security.lib.pods

deny contains result if {
	some context in pods.security_contexts
	profile := context.spec.appArmorProfile
	profile != null
	not _keeps(profile)
	type := object.get(context.spec, ["appArmorProfile", "type"], "without type")
	result := {
		"message": sprintf("%s has the AppArmor profile %s", [context.owner, type]),
		"path": array.concat(context.path, ["appArmorProfile", "type"]),
		"fix": "use RuntimeDefault",
	}
}

deny contains result if {
	some key, profile in pods.metadata.annotations
	startswith(key, "container.apparmor.security.beta.kubernetes.io/")
	not _confined(profile)
	result := {
		"message": sprintf("annotation %s asks for the AppArmor profile %s", [key, profile]),
		"path": array.concat(pods.metadata_path, ["annotations", key]),
		"fix": "use runtime/default",
	}
}

_keeps(profile) if profile.type in {"Localhost", "RuntimeDefault"}

# The API server reads null as an empty text.
_confined(profile) if profile in {"", "runtime/default", null}

_confined(profile) if startswith(profile, "localhost/")
