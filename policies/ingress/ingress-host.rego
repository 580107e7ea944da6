# METADATA
# title: Ingresses name their hosts
# description: >-
#   A rule without a host, or with a wildcard, takes the requests of hosts that belong to others,
#   also of those that are set up later.
# custom:
#   id: ingress-host
#   severity: medium
#   enforcement: warn
#   scope: object
#   kinds: [networking.k8s.io/Ingress]
#   controls: [nist-ac-4, nist-sc-7]
#   remediation: >-
#     Name each host that the Ingress serves.
package security.ingress_host

deny contains result if {
	some index, rule in input.object.spec.rules
	host := object.get(rule, "host", "")
	_open(host)
	result := {
		"message": "a rule takes the requests of hosts that it does not name",
		"path": ["spec", "rules", index, "host"],
		"fix": "name the host",
	}
}

deny contains result if {
	input.object.spec.defaultBackend
	result := {
		"message": "the default backend takes the requests of every host",
		"path": ["spec", "defaultBackend"],
		"fix": "name the hosts in rules",
	}
}

# The API server reads null as an empty text.
_open(host) if host in {"", null}

_open(host) if contains(host, "*")
