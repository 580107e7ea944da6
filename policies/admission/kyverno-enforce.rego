# METADATA
# title: Kyverno enforces in production
# description: >-
#   A Kyverno rule in the mode Audit only reports. In production every validate rule must refuse
#   what breaks it.
# custom:
#   id: kyverno-enforce
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [kyverno.io/ClusterPolicy, kyverno.io/Policy]
#   controls: [nist-cm-6, nist-cm-7, pci-2.2.1]
#   remediation: Set failureAction of the rule to Enforce.
package security.kyverno_enforce

import data.security.lib.clusters

# The rule's own action wins over the policy's older field; without either Kyverno audits.
_action(rule) := lower(rule.validate.failureAction) if {
	rule.validate.failureAction
} else := lower(input.object.spec.validationFailureAction) if {
	input.object.spec.validationFailureAction
} else := "audit"

deny contains result if {
	clusters.production
	some index, rule in input.object.spec.rules
	rule.validate
	_action(rule) != "enforce"
	result := {
		"message": sprintf("the rule %s only reports", [object.get(rule, "name", sprintf("%d", [index]))]),
		"path": ["spec", "rules", index, "validate", "failureAction"],
		"fix": "set failureAction to Enforce",
	}
}
