package security.gateway_tls_test

import data.security.gateway_tls
import data.security.lib.samples

_gateway(protocol) := samples.document("gateway.networking.k8s.io/v1", "Gateway", {"spec": {"listeners": [
	{"name": "https", "port": 443, "protocol": "HTTPS"},
	{"name": "http", "port": 80, "protocol": protocol},
]}})

_route(parent, rules) := samples.document("gateway.networking.k8s.io/v1", "HTTPRoute", {"spec": {
	"parentRefs": [object.union({"name": "web"}, parent)],
	"rules": rules,
}})

_redirect := {"filters": [{"type": "RequestRedirect", "requestRedirect": {"scheme": "https", "statusCode": 301}}]}

_serve := {"backendRefs": [{"name": "web", "port": 80}]}

_denied(routes) := samples.messages(results) if {
	results := gateway_tls.deny with input.objects as array.concat([_gateway("HTTP")], routes)
}

test_pass if {
	count(gateway_tls.deny) == 0 with input.objects as [_gateway("HTTPS")]
	count(_denied([_route({}, [_redirect])])) == 0
}

test_fail if {
	_denied([]) == {"listener http of Gateway web serves plain HTTP"}
	count(_denied([_route({}, [_serve])])) == 1
}

test_every_rule_of_every_route_redirects if {
	count(_denied([_route({}, [_redirect, _serve])])) == 1
	count(_denied([_route({}, [_redirect]), _route({}, [_serve])])) == 1
	count(_denied([_route({}, [])])) == 1
	to_http := {"filters": [{"type": "RequestRedirect", "requestRedirect": {"scheme": "http"}}]}
	count(_denied([_route({}, [to_http])])) == 1
}

test_calls_beside_a_redirect_are_plain if {
	calls := object.union(_route({}, [_serve]), {"kind": "GRPCRoute"})
	count(_denied([_route({}, [_redirect]), calls])) == 1
	count(_denied([calls])) == 1
}

test_routes_of_other_listeners_do_not_count if {
	redirecting := _route({}, [_redirect])
	count(_denied([redirecting, _route({"sectionName": "https"}, [_serve])])) == 0
	count(_denied([redirecting, _route({"port": 443}, [_serve])])) == 0
	count(_denied([redirecting, _route({"name": "other"}, [_serve])])) == 0
	count(_denied([redirecting, _route({"namespace": "other"}, [_serve])])) == 0
	count(_denied([redirecting, _route({"sectionName": "http", "port": 80}, [_serve])])) == 1
}

test_kinds_of_other_groups if {
	istio := object.union(_gateway("HTTP"), {"apiVersion": "networking.istio.io/v1"})
	count(gateway_tls.deny) == 0 with input.objects as [istio]
	count(gateway_tls.deny) == 0 with input.objects as [object.union(_gateway("HTTP"), {"kind": "Widget"})]
}

test_where_there_is_nothing_to_judge if {
	reasons := gateway_tls.not_applicable with input as {"objects": [], "cluster": {"labels": {}}}
	reasons == {"the cluster gets no Gateway"}
	count(gateway_tls.not_applicable) == 0 with input as {"objects": [_gateway("HTTPS")], "cluster": {"labels": {}}}
}
