# METADATA
# title: Admission policies fail closed
# description: With failurePolicy Ignore an error in the policy lets everything through.
# custom:
#   id: admission-policy-failure
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [admissionregistration.k8s.io/ValidatingAdmissionPolicy, kyverno.io/ClusterPolicy, kyverno.io/Policy]
#   controls: [nist-cm-7, nist-si-10]
#   remediation: Set failurePolicy to Fail, or leave it out.
package security.admission_policy_failure

deny contains result if {
	input.object.spec.failurePolicy == "Ignore"
	result := {
		"message": "an error in the policy lets everything through",
		"path": ["spec", "failurePolicy"],
		"fix": "set failurePolicy to Fail",
	}
}
