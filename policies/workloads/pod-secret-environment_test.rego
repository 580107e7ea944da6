package security.pod_secret_environment_test

import data.security.lib.samples
import data.security.pod_secret_environment

test_pass if {
	count(pod_secret_environment.deny) == 0 with input.object as samples.hardened
	env := [
		{"name": "MODE", "value": "fast"},
		{"name": "NODE", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}},
		{"name": "NONE", "valueFrom": {"secretKeyRef": null}},
	]
	count(pod_secret_environment.deny) == 0 with input.object as samples.contained({"env": env})
	sources := [{"configMapRef": {"name": "web"}}, {"secretRef": null}]
	count(pod_secret_environment.deny) == 0 with input.object as samples.contained({"envFrom": sources})
}

test_fail if {
	env := [
		{"name": "PASSWORD", "valueFrom": {"secretKeyRef": {"name": "db", "key": "password"}}},
		{"valueFrom": {"secretKeyRef": {}}},
	]
	results := pod_secret_environment.deny with input.object as samples.contained({"env": env})
	samples.messages(results) == {
		"container web has a secret in the variable PASSWORD",
		"container web has a secret in the variable 1",
	}
	samples.fields(results) == {
		"spec.containers.0.env.0.valueFrom.secretKeyRef",
		"spec.containers.0.env.1.valueFrom.secretKeyRef",
	}
}

test_whole_secrets_too if {
	sources := [{"configMapRef": {"name": "web"}}, {"secretRef": {"name": "db"}}]
	results := pod_secret_environment.deny with input.object as samples.contained({"envFrom": sources})
	samples.fields(results) == {"spec.containers.0.envFrom.1.secretRef"}
	samples.messages(results) == {"container web has all of a secret in its environment"}
}
