package security.admission_policy_failure_test

import data.security.admission_policy_failure
import data.security.lib.samples

_denied(spec) := samples.fields(results) if {
	results := admission_policy_failure.deny with input.object as {"spec": spec}
}

test_pass if {
	count(_denied({"failurePolicy": "Fail"})) == 0
	count(_denied({"webhookConfiguration": {"failurePolicy": "Fail"}})) == 0
	count(_denied({"paramRef": {"name": "limits", "parameterNotFoundAction": "Deny"}})) == 0
}

test_fail if {
	_denied({"failurePolicy": "Ignore"}) == {"spec.failurePolicy"}
	_denied({"webhookConfiguration": {"failurePolicy": "Ignore"}}) == {"spec.webhookConfiguration.failurePolicy"}
	_denied({"paramRef": {"parameterNotFoundAction": "Allow"}}) == {"spec.paramRef.parameterNotFoundAction"}
}

test_silence_means_fail if {
	count(_denied({})) == 0
}
