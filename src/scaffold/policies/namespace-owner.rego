# METADATA
# title: Namespaces say who owns them
# description: Whoever is woken at night must see whose namespace it is. A first policy of your own; change it as you like.
# custom:
#   id: namespace-owner
#   severity: low
#   enforcement: warn
#   scope: object
#   kinds: [Namespace]
#   controls: [own-1]
#   remediation: Set the label owner on the namespace.
package own.namespace_owner

deny contains result if {
	object.get(input.object, ["metadata", "labels", "owner"], "") == ""
	result := {
		"message": "nobody owns the namespace: the label owner is missing",
		"path": ["metadata", "labels", "owner"],
		"fix": "set the label owner to a team",
	}
}
