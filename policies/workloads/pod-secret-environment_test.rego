package security.pod_secret_environment_test

import data.security.lib.samples
import data.security.pod_secret_environment

test_pass if {
	count(pod_secret_environment.deny) == 0 with input.object as samples.hardened
	env := [{"name": "MODE", "value": "fast"}, {"name": "NODE", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}}]
	count(pod_secret_environment.deny) == 0 with input.object as samples.contained({"env": env})
	count(pod_secret_environment.deny) == 0 with input.object as samples.contained({"envFrom": [{"configMapRef": {"name": "web"}}]})
}

test_fail if {
	env := [{"name": "PASSWORD", "valueFrom": {"secretKeyRef": {"name": "db", "key": "password"}}}]
	results := pod_secret_environment.deny with input.object as samples.contained({"env": env})
	samples.messages(results) == {"container web has a secret in the variable PASSWORD"}
}

test_whole_secrets_too if {
	results := pod_secret_environment.deny with input.object as samples.contained({"envFrom": [{"secretRef": {"name": "db"}}]})
	samples.fields(results) == {"spec.containers.0.envFrom.0.secretRef"}
}
