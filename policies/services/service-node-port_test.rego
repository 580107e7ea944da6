package security.service_node_port_test

import data.security.lib.samples
import data.security.service_node_port

_service(type) := samples.document("v1", "Service", {"spec": {"type": type}})

test_pass if {
	count(service_node_port.deny) == 0 with input as {"object": _service("ClusterIP"), "parameters": {}}
	silent := samples.document("v1", "Service", {"spec": {}})
	count(service_node_port.deny) == 0 with input as {"object": silent, "parameters": {}}
}

test_fail if {
	results := service_node_port.deny with input as {"object": _service("NodePort"), "parameters": {}}
	samples.fields(results) == {"spec.type"}
}

test_services_on_the_list if {
	listed := {"nodePortServices": ["ingress/edge", "shop/web"]}
	count(service_node_port.deny) == 0 with input as {"object": _service("NodePort"), "parameters": listed}
	elsewhere := {"nodePortServices": ["shop", "web", "ingress/web", "shop/webs"]}
	count(service_node_port.deny) == 1 with input as {"object": _service("NodePort"), "parameters": elsewhere}
}
