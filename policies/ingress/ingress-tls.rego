# METADATA
# title: Ingresses are encrypted for each of their hosts
# description: >-
#   A host that no entry of spec.tls covers is served without encryption, or with a certificate
#   that browsers refuse. A rule without a host, and a default backend, serve every host, so only
#   an entry without hosts covers them.
# custom:
#   id: ingress-tls
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [networking.k8s.io/Ingress]
#   controls: [nist-sc-8, nist-sc-7]
#   remediation: >-
#     Add the host, or a wildcard for its domain, to spec.tls with a Secret, and let HTTP redirect
#     to HTTPS.
package security.ingress_tls

deny contains result if {
	some index, rule in input.object.spec.rules
	host := object.get(rule, "host", "")
	not _covered(host)
	result := {
		"message": sprintf("no entry of spec.tls covers %s", [_shown(host)]),
		"path": ["spec", "rules", index],
		"fix": "add the host to spec.tls",
	}
}

deny contains result if {
	input.object.spec.defaultBackend
	not _covered("")
	result := {
		"message": "no entry of spec.tls covers the hosts of the default backend",
		"path": ["spec", "defaultBackend"],
		"fix": "name the hosts in rules, or add an entry without hosts to spec.tls",
	}
}

# The annotations that let plain HTTP through all the same.
deny contains result if {
	some name, value in {
		"haproxy.org/ssl-redirect": "false",
		"kubernetes.io/ingress.allow-http": "true",
		"nginx.ingress.kubernetes.io/ssl-redirect": "false",
	}
	lower(input.object.metadata.annotations[name]) == value
	result := {
		"message": "an annotation lets plain HTTP through",
		"path": ["metadata", "annotations", name],
		"fix": "remove the annotation",
	}
}

_covered(host) if {
	some entry in input.object.spec.tls
	some covering in object.get(entry, "hosts", [])
	_covers(lower(covering), lower(host))
}

# An entry without hosts is for every host.
_covered(_) if {
	some entry in input.object.spec.tls
	count(object.get(entry, "hosts", [])) == 0
}

_covers(host, host) if host != ""

# `*.shop.example` covers one label below shop.example, as in certificates.
_covers(wildcard, host) if {
	startswith(wildcard, "*.")
	dot := indexof(host, ".")
	dot > 0
	substring(host, dot, -1) == substring(wildcard, 1, -1)
}

_shown("") := "a rule without a host"

_shown(host) := host if host != ""
