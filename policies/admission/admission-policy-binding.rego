# METADATA
# title: Every ValidatingAdmissionPolicy is bound
# description: >-
#   A ValidatingAdmissionPolicy without binding does nothing. In production one of its bindings must
#   also deny.
# custom:
#   id: admission-policy-binding
#   severity: high
#   enforcement: deny
#   scope: cluster
#   controls: [cis-5.2.1, nist-cm-6, nist-cm-7]
#   remediation: Deliver a ValidatingAdmissionPolicyBinding for the policy, in production with the action Deny.
package security.admission_policy_binding

import data.security.lib.clusters

_group := "admissionregistration.k8s.io/"

_policies contains document.metadata.name if {
	some document in input.objects
	document.kind == "ValidatingAdmissionPolicy"
	startswith(document.apiVersion, _group)
}

_bindings contains {"policy": document.spec.policyName, "actions": actions} if {
	some document in input.objects
	document.kind == "ValidatingAdmissionPolicyBinding"
	startswith(document.apiVersion, _group)
	actions := object.get(document.spec, "validationActions", [])
}

deny contains result if {
	some policy in _policies
	not _bound(policy)
	result := {
		"message": sprintf("nothing binds the ValidatingAdmissionPolicy %s", [policy]),
		"fix": "deliver a ValidatingAdmissionPolicyBinding",
	}
}

deny contains result if {
	clusters.production
	some policy in _policies
	_bound(policy)
	not _denying(policy)
	result := {
		"message": sprintf("no binding of the ValidatingAdmissionPolicy %s denies", [policy]),
		"fix": "add Deny to validationActions",
	}
}

_bound(policy) if {
	some binding in _bindings
	binding.policy == policy
}

_denying(policy) if {
	some binding in _bindings
	binding.policy == policy
	"Deny" in binding.actions
}
