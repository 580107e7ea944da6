# METADATA
# title: Every admission policy is bound
# description: >-
#   A ValidatingAdmissionPolicy or MutatingAdmissionPolicy without a binding does nothing. In
#   production one of the bindings of a validating one must also deny; elsewhere it may only warn
#   or audit.
# custom:
#   id: admission-policy-binding
#   severity: high
#   enforcement: deny
#   scope: cluster
#   controls: [cis-5.2.1, nist-cm-6, nist-cm-7]
#   remediation: >-
#     Deliver a binding for the policy, in production with the action Deny.
package security.admission_policy_binding

import data.security.lib.admission
import data.security.lib.clusters

_policies contains policy if {
	some policy in admission.of_group("admissionregistration.k8s.io")
	policy.kind in {"MutatingAdmissionPolicy", "ValidatingAdmissionPolicy"}
}

not_applicable contains "the cluster gets no admission policy that needs a binding" if count(_policies) == 0

deny contains result if {
	some policy in _policies
	not _bound(policy)
	result := {
		"message": sprintf("nothing binds the %s %s", [policy.kind, policy.metadata.name]),
		"fix": sprintf("deliver a %sBinding", [policy.kind]),
	}
}

deny contains result if {
	clusters.production
	some policy in _policies
	policy.kind == "ValidatingAdmissionPolicy"
	_bound(policy)
	not policy in admission.denying
	result := {
		"message": sprintf("no binding of the ValidatingAdmissionPolicy %s denies", [policy.metadata.name]),
		"fix": "add Deny to validationActions",
	}
}

_bound(policy) if {
	some binding in admission.bindings
	binding.kind == sprintf("%sBinding", [policy.kind])
	binding.spec.policyName == policy.metadata.name
}
