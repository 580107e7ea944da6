# METADATA
# title: Namespaces say by which version they enforce Pod Security
# description: >-
#   Without the label enforce-version the level means what the API server of the day makes of it,
#   and nobody sees whether that was meant. A version such as v1.34 is what was reviewed; latest is
#   a decision as well.
# custom:
#   id: namespace-pod-security-version
#   severity: low
#   enforcement: warn
#   scope: object
#   kinds: [Namespace]
#   controls: [cis-5.2.1, nist-cm-2, nist-cm-6]
#   remediation: >-
#     Set the label pod-security.kubernetes.io/enforce-version to a version such as v1.34, or to
#     latest.
package security.namespace_pod_security_version

_label := "pod-security.kubernetes.io/enforce-version"

not_applicable contains "the namespace enforces no level" if {
	not input.object.metadata.labels["pod-security.kubernetes.io/enforce"]
}

deny contains result if {
	not _decided
	result := {
		"message": "the namespace does not say by which version of Pod Security",
		"path": ["metadata", "labels", _label],
		"fix": sprintf("set %s to a version or to latest", [_label]),
	}
}

_decided if regex.match(`^(latest|v1\.(0|[1-9][0-9]*))$`, input.object.metadata.labels[_label])
