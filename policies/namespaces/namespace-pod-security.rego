# METADATA
# title: Namespaces enforce a Pod Security level
# description: >-
#   The label pod-security.kubernetes.io/enforce is what makes the API server refuse dangerous pods.
#   Production clusters, and clusters that do not say what they are for, need restricted, all others
#   baseline; the parameter `podSecurityLevels` maps values of the cluster's label `environment` to
#   other levels.
# custom:
#   id: namespace-pod-security
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [Namespace]
#   controls: [cis-5.2.1, nist-ac-3, nist-cm-6, nist-cm-7, pci-2.2.1]
#   parameters:
#     podSecurityLevels:
#       description: >-
#         Level that a cluster needs (privileged, baseline or restricted), by its label `environment`. Other
#         clusters need restricted for production, prod or without the label, and baseline otherwise.
#       default: {production: restricted, prod: restricted}
#       example: {production: restricted, staging: restricted, development: baseline}
#   remediation: >-
#     Set the label pod-security.kubernetes.io/enforce of the namespace to the level that the cluster
#     needs.
package security.namespace_pod_security

import data.security.lib.pod_security

_label := "pod-security.kubernetes.io/enforce"

_ranks := {"privileged": 0, "baseline": 1, "restricted": 2}

deny contains result if {
	not _enough
	result := {
		"message": sprintf("the namespace enforces %s, and this cluster needs %s", [_enforced, pod_security.level]),
		"path": ["metadata", "labels", _label],
		"fix": sprintf("set %s to %s", [_label, pod_security.level]),
	}
}

_enough if _ranks[_enforced] >= _ranks[pod_security.level]

_enforced := object.get(input.object, ["metadata", "labels", _label], "no level")
