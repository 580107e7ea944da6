package security.service_load_balancer_test

import data.security.lib.samples
import data.security.service_load_balancer

_service(type) := samples.document("v1", "Service", {"spec": {"type": type}})

test_pass if {
	count(service_load_balancer.deny) == 0 with input as {"object": _service("ClusterIP"), "parameters": {}}
	silent := samples.document("v1", "Service", {"spec": {}})
	count(service_load_balancer.deny) == 0 with input as {"object": silent, "parameters": {}}
}

test_fail if {
	results := service_load_balancer.deny with input as {"object": _service("LoadBalancer"), "parameters": {}}
	samples.fields(results) == {"spec.type"}
}

test_services_on_the_list if {
	listed := {"loadBalancerServices": ["ingress/edge", "shop/web"]}
	count(service_load_balancer.deny) == 0 with input as {"object": _service("LoadBalancer"), "parameters": listed}
	elsewhere := {"loadBalancerServices": ["shop", "web", "ingress/web", "shop/webs"]}
	count(service_load_balancer.deny) == 1 with input as {"object": _service("LoadBalancer"), "parameters": elsewhere}
}

_annotated(name, value) := object.union(_service("LoadBalancer"), {"metadata": {"annotations": {name: value}}})

test_internal_load_balancers if {
	internal := {
		"cloud.google.com/load-balancer-type": "Internal",
		"networking.gke.io/load-balancer-type": "Internal",
		"service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type": "intranet",
		"service.beta.kubernetes.io/aws-load-balancer-internal": "true",
		"service.beta.kubernetes.io/aws-load-balancer-scheme": "internal",
		"service.beta.kubernetes.io/azure-load-balancer-internal": "true",
		"service.beta.kubernetes.io/oci-load-balancer-internal": "true",
		"service.beta.kubernetes.io/openstack-internal-load-balancer": "true",
		"service.kubernetes.io/ibm-load-balancer-cloud-provider-ip-type": "private",
	}
	every name, value in internal {
		count(service_load_balancer.deny) == 0 with input as {"object": _annotated(name, value), "parameters": {}}
		count(service_load_balancer.deny) == 1 with input as {"object": _annotated(name, "external"), "parameters": {}}
	}
	upper_case := _annotated("service.beta.kubernetes.io/azure-load-balancer-internal", "True")
	count(service_load_balancer.deny) == 0 with input as {"object": upper_case, "parameters": {}}
}
