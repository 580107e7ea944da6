# Rules of NetworkPolicies, read the way the API documents them.
package security.lib.network

import data.security.lib.selectors

# A rule without peers, from all addresses or to all namespaces. `field` is `from` or `to`.
everywhere(rule, field) if not selectors.given(rule, field)

everywhere(rule, field) if {
	some peer in rule[field]
	endswith(peer.ipBlock.cidr, "/0")
	not selectors.given(peer.ipBlock, "except")
}

everywhere(rule, field) if {
	some peer in rule[field]
	peer.namespaceSelector != null
	selectors.selects_all(peer.namespaceSelector)
	selectors.selects_all(object.get(peer, "podSelector", null))
}

# Selected pods with ports of their own are a decision that somebody wrote down. A policy without selector is for all.
narrowed(rule) if {
	selectors.given(rule, "ports")
	not selectors.selects_all(object.get(input.object.spec, "podSelector", null))
}
