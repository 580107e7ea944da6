# METADATA
# title: Nobody may bind, escalate or impersonate
# description: These three verbs pass over the rule that nobody can grant more than they have.
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

_escalations := [
	{"group": "rbac.authorization.k8s.io", "resources": {"clusterroles", "roles"}, "verb": "bind"},
	{"group": "rbac.authorization.k8s.io", "resources": {"clusterroles", "roles"}, "verb": "escalate"},
	{"group": "", "resources": {"groups", "serviceaccounts", "users"}, "verb": "impersonate"},
	{"group": "authentication.k8s.io", "resources": {"uids", "userextras"}, "verb": "impersonate"},
]

deny contains result if {
	some rule in rbac.rules
	some escalation in _escalations
	rbac.grants(rule.spec, escalation.group, escalation.resources, {escalation.verb})
	not rbac.named(rule.spec)
	result := {
		"message": sprintf("the role may %s", [escalation.verb]),
		"path": rule.path,
		"fix": sprintf("remove %s or name what it is limited to", [escalation.verb]),
	}
}
