package security.kyverno_enforce_test

import data.security.kyverno_enforce
import data.security.lib.samples

_policy(spec) := {"apiVersion": "kyverno.io/v1", "kind": "ClusterPolicy", "metadata": {"name": "images"}, "spec": spec}

_rule(validate) := {"name": "images", "validate": validate}

_input(spec, environment) := {"object": _policy(spec), "cluster": {"labels": {"environment": environment}}}

test_pass if {
	enforcing := {"rules": [_rule({"failureAction": "Enforce"})]}
	count(kyverno_enforce.deny) == 0 with input as _input(enforcing, "production")
	older := {"validationFailureAction": "enforce", "rules": [_rule({"message": "no"})]}
	count(kyverno_enforce.deny) == 0 with input as _input(older, "production")
	auditing := {"rules": [_rule({"failureAction": "Audit"})]}
	count(kyverno_enforce.deny) == 0 with input as _input(auditing, "development")
}

test_fail if {
	rules := [_rule({"failureAction": "Enforce"}), _rule({"failureAction": "Audit"})]
	results := kyverno_enforce.deny with input as _input({"rules": rules}, "production")
	samples.fields(results) == {"spec.rules.1.validate.failureAction"}
	samples.messages(results) == {"the rule images only reports"}
}

test_silence_means_audit if {
	count(kyverno_enforce.deny) == 1 with input as _input({"rules": [_rule({"message": "no"})]}, "production")
}

test_the_rule_wins_over_the_policy if {
	spec := {"validationFailureAction": "Enforce", "rules": [_rule({"failureAction": "Audit"})]}
	count(kyverno_enforce.deny) == 1 with input as _input(spec, "production")
}

test_rules_that_do_not_validate if {
	count(kyverno_enforce.deny) == 0 with input as _input({"rules": [{"name": "add", "mutate": {}}]}, "production")
}
