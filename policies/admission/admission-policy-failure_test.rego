package security.admission_policy_failure_test

import data.security.admission_policy_failure
import data.security.lib.samples

test_pass if {
	count(admission_policy_failure.deny) == 0 with input.object as {"spec": {"failurePolicy": "Fail"}}
}

test_fail if {
	results := admission_policy_failure.deny with input.object as {"spec": {"failurePolicy": "Ignore"}}
	samples.fields(results) == {"spec.failurePolicy"}
}

test_silence_means_fail if {
	count(admission_policy_failure.deny) == 0 with input.object as {"spec": {}}
}
