package security.namespace_default_test

import data.security.lib.samples
import data.security.namespace_default

_object(kind, metadata) := {"kind": kind, "metadata": object.union({"name": "web"}, metadata)}

test_pass if {
	count(namespace_default.deny) == 0 with input.object as samples.hardened
	count(namespace_default.deny) == 0 with input.object as _object("ClusterRole", {})
}

test_fail if {
	results := namespace_default.deny with input.object as _object("Service", {"namespace": "default"})
	samples.messages(results) == {"Service web lives in the namespace default"}
}

test_silence_means_default if {
	count(namespace_default.deny) == 1 with input.object as _object("Deployment", {})
	count(namespace_default.deny) == 1 with input.object as _object("Deployment", {"namespace": ""})
}

test_kinds_that_nobody_knows if {
	count(namespace_default.deny) == 0 with input.object as _object("Widget", {})
	count(namespace_default.deny) == 1 with input.object as _object("Widget", {"namespace": "default"})
}
