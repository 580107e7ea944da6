# METADATA
# title: Kyverno enforces in production
# description: >-
#   A Kyverno rule in the mode Audit, and a policy that only scans in the background, report and
#   refuse nothing, and nor does a rule with an override to Audit for all namespaces. In production
#   every rule that validates or verifies images must refuse what breaks it.
# custom:
#   id: kyverno-enforce
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [kyverno.io/ClusterPolicy, kyverno.io/Policy, policies.kyverno.io/ImageValidatingPolicy, policies.kyverno.io/NamespacedImageValidatingPolicy, policies.kyverno.io/NamespacedValidatingPolicy, policies.kyverno.io/ValidatingPolicy]
#   controls: [cis-5.2.1, nist-cm-6, nist-cm-7, pci-2.2.1]
#   remediation: >-
#     Set failureAction of the rule to Enforce and name the namespaces of its overrides, or add Deny to
#     validationActions, and leave admission switched on.
package security.kyverno_enforce

import data.security.lib.admission
import data.security.lib.clusters

not_applicable contains "the cluster is not for production" if not clusters.production

deny contains result if {
	some index, rule in input.object.spec.rules
	check := rule.validate
	not admission.kyverno_enforces(input.object, check)
	result := _reported(_name(rule, index), ["spec", "rules", index, "validate", "failureAction"])
}

deny contains result if {
	some index, rule in input.object.spec.rules
	some at, check in rule.verifyImages
	not admission.kyverno_enforces(input.object, check)
	result := _reported(_name(rule, index), ["spec", "rules", index, "verifyImages", at, "failureAction"])
}

deny contains result if {
	startswith(input.object.apiVersion, "policies.kyverno.io/")
	not admission.denies(input.object.spec)
	result := {
		"message": "the policy only reports",
		"path": ["spec", "validationActions"],
		"fix": "add Deny to validationActions",
	}
}

deny contains result if {
	not admission.kyverno_works(input.object)
	result := {
		"message": "the policy does not take part in admission",
		"path": ["spec"],
		"fix": "remove admission: false",
	}
}

_name(rule, index) := object.get(rule, "name", sprintf("%d", [index]))

_reported(name, path) := {
	"message": sprintf("the rule %s only reports", [name]),
	"path": path,
	"fix": "set failureAction to Enforce, without an override to Audit for all namespaces",
}
