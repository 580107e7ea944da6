# METADATA
# title: No NetworkPolicy lets everything out
# description: Egress to everywhere is the way out for stolen data and the way in for an attacker's tools.
# custom:
#   id: network-policy-open-egress
#   severity: medium
#   enforcement: warn
#   scope: object
#   kinds: [networking.k8s.io/NetworkPolicy]
#   controls: [nist-ac-4, nist-sc-7, pci-1.3.2]
#   remediation: Name the pods, namespaces or address ranges that may be reached.
package security.network_policy_open_egress

import data.security.lib.network

deny contains result if {
	some index, rule in input.object.spec.egress
	not network.narrowed(rule)
	network.everywhere(rule, "to")
	result := {
		"message": "a rule allows traffic to everywhere",
		"path": ["spec", "egress", index],
		"fix": "name the peers in `to`, or the pods and ports that everybody may use",
	}
}
