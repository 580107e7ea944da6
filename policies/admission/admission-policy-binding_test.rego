package security.admission_policy_binding_test

import data.security.admission_policy_binding
import data.security.lib.samples

_policy := {
	"apiVersion": "admissionregistration.k8s.io/v1",
	"kind": "ValidatingAdmissionPolicy",
	"metadata": {"name": "guard"},
}

_binding(policy, actions) := {
	"apiVersion": "admissionregistration.k8s.io/v1",
	"kind": "ValidatingAdmissionPolicyBinding",
	"metadata": {"name": "guard"},
	"spec": {"policyName": policy, "validationActions": actions},
}

_input(objects, environment) := {"objects": objects, "cluster": {"labels": {"environment": environment}}}

test_pass if {
	count(admission_policy_binding.deny) == 0 with input as _input([_policy, _binding("guard", ["Deny", "Audit"])], "production")
	count(admission_policy_binding.deny) == 0 with input as _input([_policy, _binding("guard", ["Warn"])], "development")
	count(admission_policy_binding.deny) == 0 with input as _input([], "production")
}

test_fail if {
	results := admission_policy_binding.deny with input as _input([_policy], "development")
	samples.messages(results) == {"nothing binds the ValidatingAdmissionPolicy guard"}
}

test_the_binding_of_another_policy if {
	count(admission_policy_binding.deny) == 1 with input as _input([_policy, _binding("other", ["Deny"])], "production")
}

test_production_denies if {
	results := admission_policy_binding.deny with input as _input([_policy, _binding("guard", ["Warn", "Audit"])], "production")
	samples.messages(results) == {"no binding of the ValidatingAdmissionPolicy guard denies"}
	bindings := [_binding("guard", ["Warn"]), _binding("guard", ["Deny"])]
	count(admission_policy_binding.deny) == 0 with input as _input(array.concat([_policy], bindings), "production")
}
