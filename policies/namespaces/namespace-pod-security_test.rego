package security.namespace_pod_security_test

import data.security.lib.samples
import data.security.namespace_pod_security

_namespace(labels) := {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "labels": labels}}

_enforcing(level) := _namespace({"pod-security.kubernetes.io/enforce": level})

_input(object, environment) := {"object": object, "cluster": {"labels": {"environment": environment}}, "parameters": {}}

test_pass if {
	count(namespace_pod_security.deny) == 0 with input as _input(_enforcing("restricted"), "production")
	count(namespace_pod_security.deny) == 0 with input as _input(_enforcing("restricted"), "development")
	count(namespace_pod_security.deny) == 0 with input as _input(_enforcing("baseline"), "development")
}

test_fail if {
	results := namespace_pod_security.deny with input as _input(_enforcing("baseline"), "production")
	samples.messages(results) == {"the namespace enforces baseline, and this cluster needs restricted"}
	samples.fields(results) == {"metadata.labels.pod-security.kubernetes.io/enforce"}
	count(namespace_pod_security.deny) == 1 with input as _input(_enforcing("privileged"), "development")
}

test_a_silent_namespace_enforces_nothing if {
	results := namespace_pod_security.deny with input as _input(_namespace({}), "development")
	samples.messages(results) == {"the namespace enforces no level, and this cluster needs baseline"}
	bare := {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}
	count(namespace_pod_security.deny) == 1 with input as _input(bare, "development")
}

test_an_unknown_level_enforces_nothing if {
	count(namespace_pod_security.deny) == 1 with input as _input(_enforcing("strict"), "development")
}

test_a_silent_cluster_needs_restricted if {
	silent := {"object": _enforcing("baseline"), "cluster": {"labels": {}}, "parameters": {}}
	count(namespace_pod_security.deny) == 1 with input as silent
}

test_a_cluster_that_needs_no_level if {
	free := {"podSecurityLevels": {"development": "privileged"}}
	sandbox := object.union(_input(_enforcing("privileged"), "development"), {"parameters": free})
	count(namespace_pod_security.deny) == 0 with input as sandbox
	silent := object.union(_input(_namespace({}), "development"), {"parameters": free})
	count(namespace_pod_security.deny) == 1 with input as silent
}

test_levels_by_parameter if {
	levels := {"podSecurityLevels": {"staging": "restricted", "production": "baseline"}}
	staging := object.union(_input(_enforcing("baseline"), "staging"), {"parameters": levels})
	count(namespace_pod_security.deny) == 1 with input as staging
	production := object.union(_input(_enforcing("baseline"), "production"), {"parameters": levels})
	count(namespace_pod_security.deny) == 0 with input as production
	development := object.union(_input(_enforcing("baseline"), "development"), {"parameters": levels})
	count(namespace_pod_security.deny) == 0 with input as development
}
