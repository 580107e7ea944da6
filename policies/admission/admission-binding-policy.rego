# METADATA
# title: Bindings name admission policies that are there
# description: >-
#   A binding whose policy does not exist does nothing, and no error says so. Usually the policy
#   was renamed, or left out.
# custom:
#   id: admission-binding-policy
#   severity: medium
#   enforcement: warn
#   scope: cluster
#   controls: [cis-5.2.1, nist-cm-6]
#   remediation: >-
#     Correct policyName, deliver the policy, or remove the binding.
package security.admission_binding_policy

import data.security.lib.admission

not_applicable contains "the cluster gets no binding of an admission policy" if count(admission.bindings) == 0

deny contains result if {
	some binding in admission.bindings
	not _exists(binding)
	result := {
		"message": sprintf("%s %s binds %s, which is not delivered", [binding.kind, binding.metadata.name, binding.spec.policyName]),
		"fix": "deliver the policy, or remove the binding",
	}
}

_exists(binding) if {
	some policy in admission.of_group("admissionregistration.k8s.io")
	policy.metadata.name == binding.spec.policyName
	binding.kind == sprintf("%sBinding", [policy.kind])
}
