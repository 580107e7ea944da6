# METADATA
# title: Nothing lives in the namespace default
# description: >-
#   What lives in default escapes the quotas, policies and roles that namespaces of their own have.
#   An object of a kind that lives in namespaces and names none is put there.
# custom:
#   id: namespace-default
#   severity: low
#   enforcement: deny
#   scope: object
#   controls: [cis-5.6.4, nist-ac-3, nist-cm-6, nist-sc-7]
#   remediation: >-
#     Give the object a namespace of its own.
package security.namespace_default

import data.security.lib.namespaces

deny contains result if {
	_default
	result := {
		"message": sprintf("%s %s lives in the namespace default", [input.object.kind, input.object.metadata.name]),
		"path": ["metadata", "namespace"],
		"fix": "give it a namespace of its own",
	}
}

_default if input.object.metadata.namespace == "default"

_default if {
	namespaces.namespaced
	object.get(input.object.metadata, "namespace", "") in {"", null}
}
