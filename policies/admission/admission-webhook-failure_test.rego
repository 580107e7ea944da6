package security.admission_webhook_failure_test

import data.security.admission_webhook_failure
import data.security.lib.samples

_webhook(fields) := {"webhooks": [{"name": "a.example"}, object.union({"name": "b.example"}, fields)]}

test_pass if {
	count(admission_webhook_failure.deny) == 0 with input.object as _webhook({"failurePolicy": "Fail"})
}

test_fail if {
	results := admission_webhook_failure.deny with input.object as _webhook({"failurePolicy": "Ignore"})
	samples.fields(results) == {"webhooks.1.failurePolicy"}
}

test_silence_means_fail if {
	count(admission_webhook_failure.deny) == 0 with input.object as _webhook({})
}
