# METADATA
# title: Services get public addresses only where that is allowed
# description: >-
#   A Service of the type LoadBalancer gets an address that the internet reaches, unless an
#   annotation of the cloud asks for an internal one. The parameter `loadBalancerServices` lists
#   the Services that may have one.
# custom:
#   id: service-load-balancer
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [Service]
#   controls: [nist-ac-4, nist-cm-7, nist-sc-7, pci-1.2.5, pci-1.4.1, pci-1.4.4]
#   parameters:
#     loadBalancerServices:
#       description: Services that may have a public address, as namespace/name.
#       default: []
#       example: [ingress/edge]
#   remediation: >-
#     Set the annotation of the cloud for an internal load balancer, use the type ClusterIP behind
#     an Ingress or a Gateway, or add the Service to the parameter `loadBalancerServices` of the
#     policies in mcp.yaml.
package security.service_load_balancer

# What each cloud writes for an address of the internal network; other load balancers have to be on the list.
_internal := {
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

deny contains result if {
	input.object.spec.type == "LoadBalancer"
	not _inside
	not _allowed
	result := {
		"message": "the Service asks for an address that the internet reaches",
		"path": ["spec", "type"],
		"fix": "ask for an internal load balancer, or list the Service in `loadBalancerServices`",
	}
}

_inside if {
	some name, value in _internal
	lower(input.object.metadata.annotations[name]) == lower(value)
}

_allowed if {
	name := concat("/", [input.object.metadata.namespace, input.object.metadata.name])
	name in object.get(input.parameters, "loadBalancerServices", [])
}
