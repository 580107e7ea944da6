# METADATA
# title: Services open ports of nodes only where that is allowed
# description: >-
#   A Service of the type NodePort answers on every node, on all its addresses, past the load
#   balancer and its firewall. The parameter `nodePortServices` lists the Services that may.
# custom:
#   id: service-node-port
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [Service]
#   controls: [nist-cm-7, nist-sc-7, pci-1.2.5, pci-1.4.1]
#   parameters:
#     nodePortServices:
#       description: Services that may open ports of nodes, as namespace/name.
#       default: []
#       example: [ingress/edge]
#   remediation: >-
#     Use the type ClusterIP behind an Ingress or a Gateway, or add the Service to the parameter
#     `nodePortServices` of the policies in mcp.yaml.
package security.service_node_port

deny contains result if {
	input.object.spec.type == "NodePort"
	not _allowed
	result := {
		"message": "the Service opens a port on every node",
		"path": ["spec", "type"],
		"fix": "use ClusterIP",
	}
}

_allowed if {
	name := concat("/", [input.object.metadata.namespace, input.object.metadata.name])
	name in object.get(input.parameters, "nodePortServices", [])
}
