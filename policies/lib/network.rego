# Rules of NetworkPolicies, read the way the API documents them.
package security.lib.network

# A rule without peers, from all addresses or to all namespaces. `field` is `from` or `to`.
everywhere(rule, field) if count(object.get(rule, field, [])) == 0

everywhere(rule, field) if {
	some peer in rule[field]
	endswith(peer.ipBlock.cidr, "/0")
	count(object.get(peer.ipBlock, "except", [])) == 0
}

everywhere(rule, field) if {
	some peer in rule[field]
	_selects_all(peer.namespaceSelector)
	_selects_all(object.get(peer, "podSelector", {}))
}

_selects_all(selector) if {
	count(object.get(selector, "matchLabels", {})) == 0
	count(object.get(selector, "matchExpressions", [])) == 0
}

# Selected pods with ports of their own are a decision that somebody wrote down.
narrowed(rule) if {
	count(rule.ports) > 0
	not _selects_all(input.object.spec.podSelector)
}
