# METADATA
# title: AppArmor is not switched off
# description: An unconfined container loses the protection that AppArmor gives on nodes that have it.
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
	type := context.spec.appArmorProfile.type
	not type in {"RuntimeDefault", "Localhost"}
	result := {
		"message": sprintf("%s has the AppArmor profile %s", [context.owner, type]),
		"path": array.concat(context.path, ["appArmorProfile", "type"]),
		"fix": "use RuntimeDefault",
	}
}

# The annotations that came before the field; the API server still copies them over.
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

_confined(profile) if profile in {"", "runtime/default"}

_confined(profile) if startswith(profile, "localhost/")
