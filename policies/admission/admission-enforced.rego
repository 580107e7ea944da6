# METADATA
# title: Something refuses what breaks the baseline
# description: >-
#   Manifests in git bind only what comes through git. The cluster must get an admission policy that
#   refuses: a ValidatingAdmissionPolicy with a binding that denies, a Kyverno policy that enforces,
#   a constraint of Gatekeeper that denies, or a namespace with the Pod Security level baseline or
#   restricted. Whether it is enough for each namespace, namespace-pod-security judges.
# custom:
#   id: admission-enforced
#   severity: high
#   enforcement: warn
#   scope: cluster
#   controls: [cis-5.2.1, nist-cm-6, nist-cm-7, pci-2.2.1]
#   remediation: >-
#     Deliver one of the shipped templates that refuse, such as security-baseline/pod-security.
package security.admission_enforced

import data.security.lib.admission

deny contains result if {
	count(admission.denying) == 0
	not _pod_security
	result := {
		"message": "nothing that the cluster gets refuses what breaks the baseline",
		"fix": "deliver an admission policy that denies, or Pod Security levels",
	}
}

_pod_security if {
	some namespace in input.objects
	namespace.kind == "Namespace"
	namespace.metadata.labels["pod-security.kubernetes.io/enforce"] in {"baseline", "restricted"}
}
