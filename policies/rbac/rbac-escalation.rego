# METADATA
# title: Nobody may bind, escalate or impersonate
# description: >-
#   The verbs bind, escalate and impersonate pass over the rule that nobody can grant more than they
#   have; so do the verbs of constrained impersonation, such as impersonate:user-info. Limited to named
#   roles or users they are a decision, unless the name is that of an administrator: cluster-admin,
#   system:masters, kubernetes-admin and the like.
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

_escalates(rule, "impersonate") if {
	rbac.grants(rule, "authentication.k8s.io", _extras(rule) | {"uids", "userextras"}, {"impersonate"})
}

# Constrained impersonation is granted on the user alone; what may be done as that user, `impersonate-on:` verbs say.
_escalates(rule, "impersonate") if {
	some verb, resources in {
		"impersonate:arbitrary-node": {"nodes"},
		"impersonate:serviceaccount": {"serviceaccounts"},
		"impersonate:user-info": (_extras(rule) | {"groups", "uids", "users"}),
	}
	rbac.grants(rule, "authentication.k8s.io", resources, {verb})
}

# Extra fields of users are written as subresources: userextras/scopes.
_extras(rule) := {resource | some resource in rule.resources; contains(resource, "/")}

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
		not name in _administrators
	}
}

# Of Kubernetes, of kubeadm, and of the distributions whose first user is system:admin.
_administrators := {
	"cluster-admin",
	"kubeadm:cluster-admins",
	"kubernetes-admin",
	"kubernetes-super-admin",
	"system:admin",
	"system:masters",
}
