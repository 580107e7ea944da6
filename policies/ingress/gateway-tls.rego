# METADATA
# title: Gateways accept plain HTTP only to redirect it
# description: >-
#   A listener with the protocol HTTP is served without encryption. It passes where routes are
#   delivered to it and each of their rules redirects to https.
# custom:
#   id: gateway-tls
#   severity: high
#   enforcement: deny
#   scope: cluster
#   controls: [nist-sc-8, nist-sc-7]
#   remediation: >-
#     Use a listener with the protocol HTTPS and a certificate, and attach to the one for HTTP a
#     route that redirects.
package security.gateway_tls

not_applicable contains "the cluster gets no Gateway" if count(_of_kind("Gateway")) == 0

deny contains result if {
	some gateway in _of_kind("Gateway")
	some listener in gateway.spec.listeners
	listener.protocol == "HTTP"
	not _redirects(gateway, listener)
	result := {
		"message": sprintf("listener %s of Gateway %s serves plain HTTP", [listener.name, gateway.metadata.name]),
		"fix": "use the protocol HTTPS, or attach a route that redirects to https",
	}
}

_redirects(gateway, listener) if {
	routes := [route |
		some kind in ["GRPCRoute", "HTTPRoute"]
		some route in _of_kind(kind)
		_attached(route, gateway, listener)
	]
	count(routes) > 0
	every route in routes {
		count(route.spec.rules) > 0
		every rule in route.spec.rules {
			some filter in rule.filters
			filter.requestRedirect.scheme == "https"
		}
	}
}

_attached(route, gateway, listener) if {
	some parent in route.spec.parentRefs
	parent.name == gateway.metadata.name
	object.get(parent, "namespace", route.metadata.namespace) == gateway.metadata.namespace
	object.get(parent, "sectionName", listener.name) == listener.name
	object.get(parent, "port", listener.port) == listener.port
}

_of_kind(kind) := [document |
	some document in input.objects
	document.kind == kind
	startswith(document.apiVersion, "gateway.networking.k8s.io/")
]
