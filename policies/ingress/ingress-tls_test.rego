package security.ingress_tls_test

import data.security.ingress_tls
import data.security.lib.samples

_ingress(spec) := samples.document("networking.k8s.io/v1", "Ingress", {"spec": spec})

_denied(hosts, covered) := samples.fields(results) if {
	rules := [{"host": host} | some host in hosts]
	results := ingress_tls.deny with input.object as _ingress({"rules": rules, "tls": [{"hosts": covered, "secretName": "tls"}]})
}

_annotated(name, value) := object.union(
	_ingress({"rules": [{"host": "shop.example"}], "tls": [{"hosts": ["shop.example"]}]}),
	{"metadata": {"annotations": {name: value}}},
)

test_pass if {
	count(_denied(["shop.example"], ["shop.example"])) == 0
	count(_denied(["www.shop.example", "api.shop.example"], ["api.shop.example", "*.shop.example"])) == 0
	count(_denied(["a.shop.example"], ["*.shop.example"])) == 0
	count(_denied(["*.shop.example"], ["*.shop.example"])) == 0
	count(_denied(["Shop.example"], ["shop.Example"])) == 0
}

test_fail if {
	_denied(["shop.example", "www.shop.example"], ["shop.example"]) == {"spec.rules.1"}
	results := ingress_tls.deny with input.object as _ingress({"rules": [{"host": "shop.example"}]})
	samples.messages(results) == {"no entry of spec.tls covers shop.example"}
}

test_a_wildcard_covers_one_label if {
	count(_denied(["shop.example"], ["*.shop.example"])) == 1
	count(_denied(["a.b.shop.example"], ["*.shop.example"])) == 1
	count(_denied(["www.evilshop.example"], ["*.shop.example"])) == 1
	count(_denied([".shop.example"], ["*.shop.example"])) == 1
	count(_denied(["www.shop.example"], ["x.shop.example"])) == 1
	count(_denied(["www.shop.example"], ["x*.shop.example"])) == 1
	count(_denied(["*.shop.example"], ["www.shop.example"])) == 1
}

test_without_a_host_every_host_is_served if {
	results := ingress_tls.deny with input.object as _ingress({"rules": [{}], "tls": [{"hosts": ["shop.example"]}]})
	samples.messages(results) == {"no entry of spec.tls covers a rule without a host"}
	count(_denied([""], [""])) == 1
	backend := {"service": {"name": "web"}}
	served := ingress_tls.deny with input.object as _ingress({"defaultBackend": backend, "tls": [{"hosts": ["shop.example"]}]})
	samples.fields(served) == {"spec.defaultBackend"}
}

test_an_entry_without_hosts_is_for_every_host if {
	everything := {"rules": [{}, {"host": "shop.example"}], "defaultBackend": {"service": {}}, "tls": [{"secretName": "tls"}]}
	count(ingress_tls.deny) == 0 with input.object as _ingress(everything)
	count(ingress_tls.deny) == 0 with input.object as _ingress({"rules": [{}], "tls": [{"hosts": []}]})
}

test_plain_http_by_annotation if {
	switches := {
		"haproxy.org/ssl-redirect": "false",
		"kubernetes.io/ingress.allow-http": "true",
		"nginx.ingress.kubernetes.io/ssl-redirect": "False",
	}
	every name, value in switches {
		results := ingress_tls.deny with input.object as _annotated(name, value)
		samples.fields(results) == {sprintf("metadata.annotations.%s", [name])}
	}
	count(ingress_tls.deny) == 0 with input.object as _annotated("kubernetes.io/ingress.allow-http", "false")
	count(ingress_tls.deny) == 0 with input.object as _annotated("nginx.ingress.kubernetes.io/ssl-redirect", "true")
}
