package acme.data_residency_test

import data.acme.data_residency

_input(content, region) := {
	"object": {"kind": "ConfigMap", "metadata": {"name": "runtime-sensor"}, "data": content},
	"cluster": {"labels": {"region": region}},
}

test_pass if {
	count(data_residency.deny) == 0 with input as _input({"collector": "collector.eu.security.acme.example:4317"}, "eu")
}

test_fail if {
	results := data_residency.deny with input as _input({"collector": "collector.us.security.acme.example:4317"}, "eu")
	{result.path | some result in results} == {["data", "collector"]}
}

test_silence_is_no_region if {
	count(data_residency.deny) == 1 with input as _input({}, "eu")
	unlabelled := object.remove(_input({"collector": "collector.eu.security.acme.example:4317"}, "eu"), ["cluster"])
	count(data_residency.deny) == 1 with input as unlabelled
}

test_other_config_maps if {
	other := {"object": {"kind": "ConfigMap", "metadata": {"name": "other"}, "data": {}}}
	count(data_residency.deny) == 0 with input as other
}
