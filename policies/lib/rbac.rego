# Rules and subjects of RBAC objects, read the way the RBAC authorizer reads them.
package security.lib.rbac

rules contains {"path": ["rules", index], "spec": rule} if some index, rule in input.object.rules

subjects contains {"path": ["subjects", index], "spec": subject} if some index, subject in input.object.subjects

# One of the verbs on one of the resources of the group; a wildcard grants them all.
grants(rule, group, resources, verbs) if {
	_one_of(rule.apiGroups, {group})
	_one_of(rule.resources, resources)
	_one_of(rule.verbs, verbs)
}

_one_of(granted, wanted) if {
	some value in granted
	value in (wanted | {"*"})
}

# A rule with resourceNames reaches those objects alone.
named(rule) if count(rule.resourceNames) > 0
