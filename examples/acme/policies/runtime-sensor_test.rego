package acme.runtime_sensor_test

import data.acme.runtime_sensor

_sensor := {"kind": "DaemonSet", "metadata": {"namespace": "acme-security", "name": "runtime-sensor"}}

_input(objects, classification) := {
	"objects": objects,
	"cluster": {"labels": {"data-classification": classification}},
}

test_pass if {
	count(runtime_sensor.deny) == 0 with input as _input([_sensor], "restricted")
	count(runtime_sensor.deny) == 0 with input as _input([], "internal")
}

test_fail if {
	count(runtime_sensor.deny) == 1 with input as _input([], "restricted")
	count(runtime_sensor.deny) == 1 with input as _input([], "confidential")
}

test_something_else_of_that_name if {
	count(runtime_sensor.deny) == 1 with input as _input([object.union(_sensor, {"kind": "ConfigMap"})], "restricted")
}
