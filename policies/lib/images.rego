# Image references, read the way container runtimes read them.
package security.lib.images

# `shop/web:1.2` is docker.io/shop/web with tag 1.2: a first part without dot, colon or `localhost` is no registry.
# Tag and digest are empty when the reference has none.
parse(reference) := {"name": name, "tag": tag, "digest": digest} if {
	at := split(reference, "@")
	digest := concat("", array.slice(at, 1, 2))
	parts := split(at[0], "/")
	tagged := split(parts[count(parts) - 1], ":")
	tag := concat("", array.slice(tagged, 1, 2))
	untagged := array.concat(array.slice(parts, 0, count(parts) - 1), [tagged[0]])
	name := concat("/", array.concat(_prefix(untagged), untagged))
}

_prefix(parts) := ["docker.io", "library"] if {
	count(parts) == 1
} else := [] if {
	regex.match(`[.:]|^localhost$`, parts[0])
} else := ["docker.io"]

# An entry covers itself and everything below it: `registry.example/team` covers `registry.example/team/web`.
covers(entry, reference) if {
	bare := trim_suffix(entry, "/")
	name := parse(reference).name
	_below(bare, name)
}

_below(entry, name) if entry == name

_below(entry, name) if startswith(name, sprintf("%s/", [entry]))
