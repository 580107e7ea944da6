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

deny contains result if {
	some index, rule in input.object.spec.egress
	not _narrowed(rule)
	_everywhere(rule)
	result := {
		"message": "a rule allows traffic to everywhere",
		"path": ["spec", "egress", index],
		"fix": "name the peers in `to`, or the pods and ports that everybody may use",
	}
}

# Selected pods with ports of their own are a decision that somebody wrote down.
_narrowed(rule) if {
	count(rule.ports) > 0
	some selector in ["matchExpressions", "matchLabels"]
	count(input.object.spec.podSelector[selector]) > 0
}

_everywhere(rule) if count(object.get(rule, "to", [])) == 0

_everywhere(rule) if {
	some peer in rule.to
	peer.ipBlock.cidr in {"0.0.0.0/0", "::/0"}
	count(object.get(peer.ipBlock, "except", [])) == 0
}

_everywhere(rule) if {
	some peer in rule.to
	peer.namespaceSelector == {}
	count(object.get(peer, "podSelector", {})) == 0
}
