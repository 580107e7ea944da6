package security.service_external_ips_test

import data.security.lib.samples
import data.security.service_external_ips

_service(spec) := samples.document("v1", "Service", {"spec": spec})

test_pass if {
	count(service_external_ips.deny) == 0 with input.object as _service({"type": "ClusterIP"})
}

test_fail if {
	results := service_external_ips.deny with input.object as _service({"externalIPs": ["198.51.100.7"]})
	samples.fields(results) == {"spec.externalIPs"}
}

test_an_empty_list_takes_nothing if {
	count(service_external_ips.deny) == 0 with input.object as _service({"externalIPs": []})
	count(service_external_ips.deny) == 0 with input.object as _service({"externalIPs": null})
}
