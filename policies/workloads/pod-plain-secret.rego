# METADATA
# title: No credentials stand in the manifest
# description: >-
#   A password or token that is written into an environment variable can be read by everybody who reads the
#   repository, its history or the pod. Told by the name of the variable (ending in PASSWORD, Token, secret,
#   API_KEY or the like), or by a URL that holds a password. Paths, and references to other variables, are no
#   credentials.
# custom:
#   id: pod-plain-secret
#   severity: high
#   enforcement: warn
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [cis-5.4.1, nsa-secrets, nist-ia-5.7, pci-8.6.2]
#   remediation: >-
#     Change the credential, which is in the history of the repository now, keep it in a Secret that a secret
#     store fills, and mount it as a file.
package security.pod_plain_secret

import data.security.lib.pods

deny contains result if {
	some container in pods.containers
	some index, variable in container.spec.env
	name := object.get(variable, "name", sprintf("%d", [index]))
	_is_credential(name, variable.value)
	result := {
		"message": sprintf("container %s has a credential in the variable %s", [container.name, name]),
		"path": array.concat(container.path, ["env", index, "value"]),
		"fix": "mount a secret as a file",
	}
}

# The last word of the name, whether words are told apart by signs or, as in dbPassword, by capitals.
_credential_name := concat("|", [
	`(?i:^|[_.-])(?i:password|passwd|pwd|token|secret|api[_-]?key|access[_-]?key|private[_-]?key)$`,
	`[a-z0-9](?:Password|Passwd|Pwd|Token|Secret|(?:Api|API|Access|Private)Key)$`,
])

_is_credential(name, value) if {
	regex.match(_credential_name, name)
	regex.match(`^[^/]`, value)
	not contains(value, "$(")
}

_is_credential(_, value) if {
	regex.match(`^[A-Za-z][A-Za-z0-9+.-]*://[^/@:]*:[^/@$]+@`, value)
}
