# Rules of NetworkPolicies, read the way the API documents them.
package security.lib.network

import data.security.lib.selectors

# A rule without peers, from all addresses or to all namespaces. `field` is `from` or `to`.
everywhere(rule, field) if not selectors.given(rule, field)

# Blocks that are everything together, such as 0.0.0.0/1 and 128.0.0.0/1.
everywhere(rule, field) if {
	some merged in net.cidr_merge([peer.ipBlock.cidr |
		some peer in rule[field]
		not selectors.given(peer.ipBlock, "except")
		net.cidr_is_valid(peer.ipBlock.cidr)
	])
	endswith(merged, "/0")
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
