package security.ingress_snippets_test

import data.security.ingress_snippets
import data.security.lib.samples

_denied(name) := samples.fields(results) if {
	annotated := {"metadata": {"annotations": {name: "return 200;", "acme.example/owner": "shop"}}}
	ingress := object.union(samples.document("networking.k8s.io/v1", "Ingress", {}), annotated)
	results := ingress_snippets.deny with input.object as ingress
}

test_pass if {
	count(_denied("nginx.ingress.kubernetes.io/rewrite-target")) == 0
	count(ingress_snippets.deny) == 0 with input.object as samples.document("networking.k8s.io/v1", "Ingress", {})
}

test_fail if {
	snippets := [
		"haproxy-ingress.github.io/config-backend",
		"haproxy-ingress.github.io/config-backend-early",
		"haproxy-ingress.github.io/config-backend-late",
		"haproxy.org/backend-config-snippet",
		"nginx.com/server-snippets",
		"nginx.ingress.kubernetes.io/auth-snippet",
		"nginx.ingress.kubernetes.io/configuration-snippet",
		"nginx.ingress.kubernetes.io/modsecurity-snippet",
		"nginx.ingress.kubernetes.io/server-snippet",
		"nginx.ingress.kubernetes.io/stream-snippet",
		"nginx.org/location-snippets",
		"nginx.org/server-snippets",
	]
	every name in snippets {
		_denied(name) == {sprintf("metadata.annotations.%s", [name])}
	}
}

test_names_that_only_look_like_it if {
	count(_denied("acme.example/server-snippet")) == 0
	count(_denied("nginx.org/server-snippets-note")) == 0
	count(_denied("nginx-org/server-snippets")) == 0
}
