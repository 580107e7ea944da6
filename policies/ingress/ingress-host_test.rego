package security.ingress_host_test

import data.security.ingress_host
import data.security.lib.samples

_ingress(spec) := samples.document("networking.k8s.io/v1", "Ingress", {"spec": spec})

test_pass if {
	count(ingress_host.deny) == 0 with input.object as _ingress({"rules": [{"host": "shop.example"}]})
	count(ingress_host.deny) == 0 with input.object as _ingress({})
}

test_fail if {
	rules := [{"host": "shop.example"}, {"host": "*.shop.example"}]
	results := ingress_host.deny with input.object as _ingress({"rules": rules})
	samples.fields(results) == {"spec.rules.1.host"}
}

test_a_wildcard_anywhere_is_one if {
	results := ingress_host.deny with input.object as _ingress({"rules": [{"host": "shop.*.example"}]})
	samples.fields(results) == {"spec.rules.0.host"}
}

test_no_host_is_every_host if {
	results := ingress_host.deny with input.object as _ingress({"rules": [{}, {"host": ""}]})
	samples.fields(results) == {"spec.rules.0.host", "spec.rules.1.host"}
	backend := ingress_host.deny with input.object as _ingress({"defaultBackend": {"service": {"name": "web"}}})
	samples.fields(backend) == {"spec.defaultBackend"}
}

test_null_is_no_host if {
	results := ingress_host.deny with input.object as _ingress({"rules": [{"host": null}]})
	samples.fields(results) == {"spec.rules.0.host"}
}
