# METADATA
# title: NetworkPolicies keep pods from the cloud's metadata
# description: >-
#   The metadata service of clouds answers at 169.254.169.254, and that of AWS at fd00:ec2::254 too, and
#   gives out the credentials of the node. A rule that allows a block of addresses around it, on port 80,
#   lets pods ask.
# custom:
#   id: network-policy-metadata
#   severity: high
#   enforcement: warn
#   scope: object
#   kinds: [networking.k8s.io/NetworkPolicy]
#   controls: [nist-ac-4, nist-ac-6, nist-sc-7, pci-1.3.2]
#   remediation: >-
#     Add 169.254.169.254/32, or fd00:ec2::254/128, to the exceptions of the block, or allow a smaller block.
package security.network_policy_metadata

import data.security.lib.selectors

_metadata := ["169.254.169.254/32", "fd00:ec2::254/128"]

deny contains result if {
	some index, rule in input.object.spec.egress
	_web(rule)
	some at, peer in rule.to
	some address in _metadata
	net.cidr_contains(peer.ipBlock.cidr, address)
	not _excepted(peer.ipBlock, address)
	result := {
		"message": "the rule lets pods ask the metadata service for the credentials of the node",
		"path": ["spec", "egress", index, "to", at, "ipBlock"],
		"fix": sprintf("add %s to except", [address]),
	}
}

_excepted(block, address) if {
	some cidr in block.except
	net.cidr_contains(cidr, address)
}

# Whether the rule allows TCP port 80: without ports it allows all of them.
_web(rule) if not selectors.given(rule, "ports")

_web(rule) if {
	some port in rule.ports
	object.get(port, "protocol", null) in {"TCP", null}
	_reaches_80(port)
}

_reaches_80(port) if object.get(port, "port", null) == null

_reaches_80(port) if {
	port.port <= 80
	80 <= _last(port)
}

_last(port) := port.endPort if {
	is_number(port.endPort)
} else := port.port
