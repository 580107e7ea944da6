package security.admission_binding_policy_test

import data.security.admission_binding_policy
import data.security.lib.samples

_object(kind, name, spec) := {
	"apiVersion": "admissionregistration.k8s.io/v1",
	"kind": kind,
	"metadata": {"name": name},
	"spec": spec,
}

_binding := _object("ValidatingAdmissionPolicyBinding", "guards", {"policyName": "guard"})

test_pass if {
	count(admission_binding_policy.deny) == 0 with input.objects as [_binding, _object("ValidatingAdmissionPolicy", "guard", {})]
	count(admission_binding_policy.deny) == 0 with input.objects as []
}

test_fail if {
	results := admission_binding_policy.deny with input.objects as [_binding, _object("ValidatingAdmissionPolicy", "other", {})]
	samples.messages(results) == {"ValidatingAdmissionPolicyBinding guards binds guard, which is not delivered"}
}

test_a_policy_of_the_other_kind if {
	count(admission_binding_policy.deny) == 1 with input.objects as [_binding, _object("MutatingAdmissionPolicy", "guard", {})]
	mutating := _object("MutatingAdmissionPolicyBinding", "guards", {"policyName": "guard"})
	count(admission_binding_policy.deny) == 0 with input.objects as [mutating, _object("MutatingAdmissionPolicy", "guard", {})]
}

test_where_there_is_nothing_to_judge if {
	reasons := admission_binding_policy.not_applicable with input as {"objects": [], "cluster": {"labels": {}}}
	reasons == {"the cluster gets no binding of an admission policy"}
	count(admission_binding_policy.not_applicable) == 0 with input as {"objects": [_binding], "cluster": {"labels": {}}}
}
