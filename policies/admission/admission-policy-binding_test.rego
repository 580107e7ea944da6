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
	count(admission_policy_binding.deny) == 1 with input as _input([_policy, _binding("other", ["Deny"])], "development")
	count(admission_policy_binding.deny) == 1 with input as _input([_policy, _binding("other", ["Deny"])], "production")
}

test_production_denies if {
	results := admission_policy_binding.deny with input as _input([_policy, _binding("guard", ["Warn", "Audit"])], "production")
	samples.messages(results) == {"no binding of the ValidatingAdmissionPolicy guard denies"}
	bindings := [_binding("guard", ["Warn"]), _binding("guard", ["Deny"])]
	count(admission_policy_binding.deny) == 0 with input as _input(array.concat([_policy], bindings), "production")
}

test_mutating_policies_are_bound_as_well if {
	mutating := object.union(_policy, {"kind": "MutatingAdmissionPolicy"})
	results := admission_policy_binding.deny with input as _input([mutating, _binding("guard", ["Deny"])], "production")
	samples.messages(results) == {"nothing binds the MutatingAdmissionPolicy guard"}
	binding := {"kind": "MutatingAdmissionPolicyBinding", "spec": {"policyName": "guard"}}
	bound := object.union(_binding("guard", []), binding)
	count(admission_policy_binding.deny) == 0 with input as _input([mutating, bound], "production")
}

test_kinds_that_are_not_bound if {
	webhook := object.union(_policy, {"kind": "ValidatingWebhookConfiguration"})
	count(admission_policy_binding.deny) == 0 with input as _input([webhook], "production")
	other := object.union(_policy, {"apiVersion": "acme.example/v1"})
	count(admission_policy_binding.deny) == 0 with input as _input([other], "production")
}

test_where_there_is_nothing_to_judge if {
	reasons := admission_policy_binding.not_applicable with input as {"objects": [], "cluster": {"labels": {}}}
	reasons == {"the cluster gets no admission policy that needs a binding"}
	count(admission_policy_binding.not_applicable) == 0 with input as {"objects": [_policy], "cluster": {"labels": {}}}
}
