# Label selectors, and what an object gives at all.
package security.lib.selectors

# A selector without requirements selects everything.
selects_all(selector) if {
	not given(selector, "matchLabels")
	not given(selector, "matchExpressions")
}

# Whether a list or a map has anything in it: the API server reads null as one that is not there.
given(owner, field) if count(owner[field]) > 0
