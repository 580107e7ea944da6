# METADATA
# title: Admission policies fail closed
# description: >-
#   With the failurePolicy Ignore an error in the policy lets everything through; with the
#   parameterNotFoundAction Allow so does a binding whose parameters are missing.
# custom:
#   id: admission-policy-failure
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [admissionregistration.k8s.io/MutatingAdmissionPolicy, admissionregistration.k8s.io/ValidatingAdmissionPolicy, admissionregistration.k8s.io/ValidatingAdmissionPolicyBinding, kyverno.io/ClusterPolicy, kyverno.io/Policy, policies.kyverno.io/ImageValidatingPolicy, policies.kyverno.io/NamespacedImageValidatingPolicy, policies.kyverno.io/NamespacedValidatingPolicy, policies.kyverno.io/ValidatingPolicy]
#   controls: [nist-cm-7, nist-si-10]
#   remediation: >-
#     Set failurePolicy to Fail, or leave it out; set parameterNotFoundAction to Deny.
package security.admission_policy_failure

# Kyverno 1.13 moved the field of its older kinds below webhookConfiguration.
deny contains result if {
	some path in [["spec", "failurePolicy"], ["spec", "webhookConfiguration", "failurePolicy"]]
	object.get(input.object, path, "Fail") == "Ignore"
	result := {
		"message": "an error in the policy lets everything through",
		"path": path,
		"fix": "set failurePolicy to Fail",
	}
}

deny contains result if {
	input.object.spec.paramRef.parameterNotFoundAction == "Allow"
	result := {
		"message": "without its parameters the policy lets everything through",
		"path": ["spec", "paramRef", "parameterNotFoundAction"],
		"fix": "set parameterNotFoundAction to Deny",
	}
}
