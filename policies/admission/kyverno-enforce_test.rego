package security.kyverno_enforce_test

import data.security.kyverno_enforce
import data.security.lib.samples

_policy(spec) := {"apiVersion": "kyverno.io/v1", "kind": "ClusterPolicy", "metadata": {"name": "images"}, "spec": spec}

_rule(validate) := {"name": "images", "validate": validate}

_verify(check) := {"rules": [{"name": "signatures", "verifyImages": [{"failureAction": "Enforce"}, check]}]}

_denied(spec) := samples.fields(results) if {
	results := kyverno_enforce.deny with input.object as _policy(spec)
}

_in_cel(spec) := samples.fields(results) if {
	policy := object.union(_policy(spec), {"apiVersion": "policies.kyverno.io/v1", "kind": "ValidatingPolicy"})
	results := kyverno_enforce.deny with input.object as policy
}

test_pass if {
	count(_denied({"rules": [_rule({"failureAction": "Enforce"})]})) == 0
	count(_denied({"validationFailureAction": "enforce", "rules": [_rule({"message": "no"})]})) == 0
	count(_denied(_verify({"failureAction": "Enforce"}))) == 0
	count(_in_cel({"validationActions": ["Deny"]})) == 0
}

test_fail if {
	rules := [_rule({"failureAction": "Enforce"}), _rule({"failureAction": "Audit"})]
	results := kyverno_enforce.deny with input.object as _policy({"rules": rules})
	samples.fields(results) == {"spec.rules.1.validate.failureAction"}
	samples.messages(results) == {"the rule images only reports"}
	_denied(_verify({"failureAction": "Audit"})) == {"spec.rules.0.verifyImages.1.failureAction"}
	_in_cel({"validationActions": ["Audit", "Warn"]}) == {"spec.validationActions"}
}

test_silence_means_audit_in_rules_and_deny_in_cel if {
	count(_denied({"rules": [_rule({"message": "no"})]})) == 1
	count(_denied(_verify({}))) == 1
	count(_in_cel({})) == 0
}

test_the_rule_wins_over_the_policy if {
	spec := {"validationFailureAction": "Enforce", "rules": [_rule({"failureAction": "Audit"})]}
	count(_denied(spec)) == 1
}

test_overrides_for_all_namespaces if {
	audit := {"failureAction": "Enforce", "failureActionOverrides": [{"action": "Audit", "namespaces": ["*"]}]}
	_denied({"rules": [_rule(audit)]}) == {"spec.rules.0.validate.failureAction"}
}

test_rules_that_do_not_validate if {
	count(_denied({"rules": [{"name": "add", "mutate": {}}]})) == 0
	count(_denied({"validationActions": ["Audit"]})) == 0
}

test_a_rule_without_a_name_is_known_by_its_index if {
	results := kyverno_enforce.deny with input.object as _policy({"rules": [{"validate": {}}]})
	samples.messages(results) == {"the rule 0 only reports"}
}

test_policies_that_scan_in_the_background if {
	_denied({"admission": false, "rules": []}) == {"spec"}
	_in_cel({"evaluation": {"admission": {"enabled": false}}}) == {"spec"}
}

test_only_production_has_to if {
	count(kyverno_enforce.not_applicable) == 0 with input.cluster as {"labels": {"environment": "production"}}
	count(kyverno_enforce.not_applicable) == 0 with input.cluster as {"labels": {}}
	reasons := kyverno_enforce.not_applicable with input.cluster as {"labels": {"environment": "development"}}
	reasons == {"the cluster is not for production"}
}
