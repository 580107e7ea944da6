package security.secret_service_account_token_test

import data.security.lib.samples
import data.security.secret_service_account_token

_secret(rest) := samples.document("v1", "Secret", rest)

test_pass if {
	count(secret_service_account_token.deny) == 0 with input.object as _secret({"type": "kubernetes.io/tls"})
}

test_fail if {
	results := secret_service_account_token.deny with input.object as _secret({"type": "kubernetes.io/service-account-token"})
	samples.fields(results) == {"type"}
}

test_without_a_type_it_is_opaque if {
	count(secret_service_account_token.deny) == 0 with input.object as _secret({})
}
