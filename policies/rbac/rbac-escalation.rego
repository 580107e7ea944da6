# METADATA
# title: Nobody may bind, escalate or impersonate
# description: >-
#   The verbs bind, escalate and impersonate pass over the rule that nobody can grant more than they
#   have. Limited to named roles or users they are a decision, unless the name is cluster-admin or
#   system:masters.
# custom:
#   id: rbac-escalation
#   severity: critical
#   enforcement: deny
#   scope: object
#   kinds: [rbac.authorization.k8s.io/ClusterRole, rbac.authorization.k8s.io/Role]
#   controls: [cis-5.1.8, nist-ac-6, pci-7.2.2]
#   remediation: Remove the verb, or limit it with resourceNames to the roles or users that are meant.
package security.rbac_escalation

import data.security.lib.rbac

_escalates(rule, verb) if {
	verb in {"bind", "escalate"}
	rbac.grants(rule, "rbac.authorization.k8s.io", {"clusterroles", "roles"}, {verb})
}

_escalates(rule, "impersonate") if rbac.grants(rule, "", {"groups", "serviceaccounts", "users"}, {"impersonate"})

# Extra fields of users are written as subresources: userextras/scopes.
_escalates(rule, "impersonate") if {
	extras := {resource | some resource in rule.resources; contains(resource, "/")}
	rbac.grants(rule, "authentication.k8s.io", extras | {"uids", "userextras"}, {"impersonate"})
}

deny contains result if {
	some rule in rbac.rules
	some verb in ["bind", "escalate", "impersonate"]
	_escalates(rule.spec, verb)
	not _limited(rule.spec)
	result := {
		"message": sprintf("the role may %s", [verb]),
		"path": rule.path,
		"fix": sprintf("remove %s or name what it is limited to", [verb]),
	}
}

_limited(rule) if {
	rbac.named(rule)
	every name in rule.resourceNames {
		not name in {"cluster-admin", "system:masters"}
	}
}
