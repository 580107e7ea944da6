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

deny contains result if {
	some index, rule in input.object.spec.ingress
	not _narrowed(rule)
	_everywhere(rule)
	result := {
		"message": "a rule allows traffic from everywhere",
		"path": ["spec", "ingress", index],
		"fix": "name the peers in `from`, or the pods and ports that everybody may use",
	}
}

# Selected pods with ports of their own are a decision that somebody wrote down.
_narrowed(rule) if {
	count(rule.ports) > 0
	some selector in ["matchExpressions", "matchLabels"]
	count(input.object.spec.podSelector[selector]) > 0
}

_everywhere(rule) if count(object.get(rule, "from", [])) == 0

_everywhere(rule) if {
	some peer in rule.from
	peer.ipBlock.cidr in {"0.0.0.0/0", "::/0"}
	count(object.get(peer.ipBlock, "except", [])) == 0
}

_everywhere(rule) if {
	some peer in rule.from
	peer.namespaceSelector == {}
	count(object.get(peer, "podSelector", {})) == 0
}
