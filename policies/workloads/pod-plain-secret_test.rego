package security.pod_plain_secret_test

import data.security.lib.samples
import data.security.pod_plain_secret

test_pass if {
	count(pod_plain_secret.deny) == 0 with input.object as samples.hardened
	variables := [
		{"name": "MODE", "value": "fast"},
		{"name": "TOKEN_URL", "value": "https://login.example/token"},
		{"name": "PASSWORD_FILE", "value": "hunter2"},
		{"name": "BROKEN", "value": "a"},
		null,
	]
	count(pod_plain_secret.deny) == 0 with input.object as samples.contained({"env": variables})
}

test_fail if {
	variables := [{"name": "MODE", "value": "fast"}, {"name": "DB_PASSWORD", "value": "hunter2"}]
	results := pod_plain_secret.deny with input.object as samples.contained({"env": variables})
	samples.messages(results) == {"container web has a credential in the variable DB_PASSWORD"}
	samples.fields(results) == {"spec.containers.0.env.1.value"}
}

test_names if {
	every name in [
		"PASSWORD", "db.passwd", "db-pwd", "github_token", "CLIENT_SECRET", "API_KEY", "apikey",
		"AWS_SECRET_ACCESS_KEY", "STRIPE-API-KEY", "SSH_PRIVATE_KEY",
		"dbPassword", "userPasswd", "db2Pwd", "accessToken", "clientSecret", "apiKey", "stripeApiKey", "stripeAPIKey",
		"awsAccessKey", "sshPrivateKey",
	] {
		count(pod_plain_secret.deny) == 1 with input.object as _variable(name, "hunter2")
	}
	every name in ["COMPASSWORD", "TOKENS", "SECRET_NAME", "KEY", "PUBLIC_KEY", "publicKey", "tokenName", "MYTOKEN"] {
		count(pod_plain_secret.deny) == 0 with input.object as _variable(name, "hunter2")
	}
}

test_values_that_are_no_credentials if {
	every value in ["", "/var/run/secrets/token", "$(TOKEN)", "Bearer $(TOKEN)", null, 1] {
		count(pod_plain_secret.deny) == 0 with input.object as _variable("TOKEN", value)
	}
	count(pod_plain_secret.deny) == 1 with input.object as _variable("TOKEN", "a/b")
	reference := {"name": "TOKEN", "valueFrom": {"secretKeyRef": {"name": "web", "key": "token"}}}
	count(pod_plain_secret.deny) == 0 with input.object as samples.contained({"env": [reference]})
}

test_urls_with_a_password if {
	every value in ["postgres://shop:hunter2@db.example/shop", "amqp+tls://:hunter2@queue.example"] {
		count(pod_plain_secret.deny) == 1 with input.object as _variable("DATABASE", value)
	}
	every value in [
		"postgres://shop@db.example/shop", "postgres://db.example:5432/shop", "https://db.example/a:b@c",
		"postgres://shop:$(PASSWORD)@db.example", "see postgres://shop:hunter2@db.example",
	] {
		count(pod_plain_secret.deny) == 0 with input.object as _variable("DATABASE", value)
	}
}

test_a_variable_without_name if {
	nameless := samples.contained({"env": [{"value": "postgres://shop:hunter2@db.example/shop"}]})
	results := pod_plain_secret.deny with input.object as nameless
	samples.messages(results) == {"container web has a credential in the variable 0"}
}

_variable(name, value) := samples.contained({"env": [{"name": name, "value": value}]})
