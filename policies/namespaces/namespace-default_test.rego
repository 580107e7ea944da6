package security.namespace_default_test

import data.security.lib.samples
import data.security.namespace_default

_object(version, kind, metadata) := {"apiVersion": version, "kind": kind, "metadata": object.union({"name": "web"}, metadata)}

test_pass if {
	count(namespace_default.deny) == 0 with input.object as samples.hardened
	count(namespace_default.deny) == 0 with input.object as _object("rbac.authorization.k8s.io/v1", "ClusterRole", {})
}

test_fail if {
	results := namespace_default.deny with input.object as _object("v1", "Service", {"namespace": "default"})
	samples.messages(results) == {"Service web lives in the namespace default"}
	samples.fields(results) == {"metadata.namespace"}
}

test_silence_means_default if {
	count(namespace_default.deny) == 1 with input.object as _object("apps/v1", "Deployment", {})
	count(namespace_default.deny) == 1 with input.object as _object("apps/v1", "Deployment", {"namespace": ""})
	count(namespace_default.deny) == 1 with input.object as _object("apps/v1", "Deployment", {"namespace": null})
}

test_kinds_that_nobody_knows if {
	count(namespace_default.deny) == 0 with input.object as _object("acme.example/v1", "Widget", {})
	count(namespace_default.deny) == 1 with input.object as _object("acme.example/v1", "Widget", {"namespace": "default"})
}
