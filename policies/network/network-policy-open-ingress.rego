# METADATA
# title: No NetworkPolicy lets everybody in
# description: >-
#   A rule without sources, from every address or from every namespace undoes the default that
#   denies.
# custom:
#   id: network-policy-open-ingress
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [networking.k8s.io/NetworkPolicy]
#   controls: [nist-ac-4, nist-sc-7, pci-1.3.1, pci-1.4.1]
#   remediation: Name the pods, namespaces or address ranges that may connect.
package security.network_policy_open_ingress

import data.security.lib.network

deny contains result if {
	some index, rule in input.object.spec.ingress
	not network.narrowed(rule)
	network.everywhere(rule, "from")
	result := {
		"message": "a rule allows traffic from everywhere",
		"path": ["spec", "ingress", index],
		"fix": "name the peers in `from`, or the pods and ports that everybody may use",
	}
}
