# Image references, read the way container runtimes read them.
package security.lib.images

import data.security.lib.pods

# Every image that a workload runs or mounts.
used contains {"owner": owner, "path": path, "reference": reference, "pull_policy": policy} if {
	some container in pods.containers
	owner := sprintf("container %s", [container.name])
	path := array.concat(container.path, ["image"])
	reference := object.get(container.spec, "image", "")
	policy := object.get(container.spec, "imagePullPolicy", "")
}

used contains {"owner": owner, "path": path, "reference": reference, "pull_policy": policy} if {
	some index, volume in pods.spec.volumes
	reference := volume.image.reference
	owner := sprintf("volume %s", [volume.name])
	path := array.concat(pods.path, ["volumes", index, "image", "reference"])
	policy := object.get(volume.image, "pullPolicy", "")
}

_host := `(?:[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*|\[[a-fA-F0-9:]+\])(?::[0-9]+)?`

_part := `[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*`

# The grammar of github.com/distribution/reference.
_grammar := sprintf(
	`^(?:%s/)?%s(?:/%s)*(?::[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127})?(?:@[A-Za-z][A-Za-z0-9]*(?:[+._-][A-Za-z][A-Za-z0-9]*)*:[0-9a-fA-F]{32,})?$`,
	[_host, _part, _part],
)

# `shop/web:1.2` is docker.io/shop/web with tag 1.2: a first part that looks like no host is no registry. Tag and digest
# are empty when the reference has none. Undefined for what is no reference.
parse(reference) := {"name": name, "tag": tag, "digest": digest} if {
	regex.match(_grammar, reference)
	not regex.match(`^[0-9a-f]{64}$`, reference)
	at := split(reference, "@")
	digest := concat("", array.slice(at, 1, 2))
	parts := split(at[0], "/")
	tagged := split(parts[count(parts) - 1], ":")
	tag := concat("", array.slice(tagged, 1, 2))
	name := concat("/", _full(array.concat(array.slice(parts, 0, count(parts) - 1), [tagged[0]])))
}

_full(parts) := ["docker.io", "library", parts[0]] if {
	count(parts) == 1
} else := ["docker.io", "library", parts[1]] if {
	_docker_hub(parts[0])
	count(parts) == 2
} else := array.concat(["docker.io"], array.slice(parts, 1, count(parts))) if {
	_docker_hub(parts[0])
} else := parts if {
	regex.match(`[.:A-Z]|^localhost$`, parts[0])
} else := array.concat(["docker.io"], parts)

_docker_hub(host) if host in {"docker.io", "index.docker.io"}

# The digest, if it is whole.
pinned(reference) if {
	regex.match(`^(sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$`, parse(reference).digest)
}

# An entry covers itself and everything below it: `registry.example/team` covers `registry.example/team/web`.
covers(entry, reference) if {
	name := parse(reference).name
	name == trim_suffix(entry, "/")
}

covers(entry, reference) if {
	name := parse(reference).name
	startswith(name, sprintf("%s/", [trim_suffix(entry, "/")]))
}
