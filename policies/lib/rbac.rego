# Rules and subjects of RBAC objects, read the way the RBAC authorizer reads them.
package security.lib.rbac

rules contains {"path": ["rules", index], "spec": rule} if some index, rule in input.object.rules

subjects contains {"path": ["subjects", index], "spec": subject} if some index, subject in input.object.subjects

# One of the verbs on one of the resources of the group; a wildcard grants them all.
grants(rule, group, resources, verbs) if {
	_one_of(rule.apiGroups, {group})
	_one_of(rule.resources, resources | {wildcard | some resource in resources; wildcard := _any_parent(resource)})
	_one_of(rule.verbs, verbs)
}

_one_of(granted, wanted) if {
	some value in granted
	value in (wanted | {"*"})
}

# `*/exec` is the subresource exec of every resource; `pods/*` is nothing to the authorizer.
_any_parent(resource) := sprintf("*/%s", [part]) if [_, part] = split(resource, "/")

# A rule with resourceNames reaches those objects alone. The empty name matches requests that name no object: list, watch.
named(rule) if {
	count(rule.resourceNames) > 0
	not "" in rule.resourceNames
}

# Bound subjects the way the parameter `clusterAdmins` writes them: `Group:name`, `ServiceAccount:namespace/name`.
name(subject) := sprintf("ServiceAccount:%s/%s", [namespace, subject.name]) if {
	subject.kind == "ServiceAccount"
	namespace := object.get(subject, "namespace", object.get(input.object.metadata, "namespace", ""))
} else := sprintf("%s:%s", [subject.kind, subject.name])
