package security.rbac_escalation_test

import data.security.lib.samples
import data.security.rbac_escalation

_rule(group, resource, verb) := {"apiGroups": [group], "resources": [resource], "verbs": [verb]}

test_pass if {
	count(rbac_escalation.deny) == 0 with input.object as samples.role([_rule("rbac.authorization.k8s.io", "roles", "get")])
	count(rbac_escalation.deny) == 0 with input.object as samples.role([_rule("apps", "deployments", "escalate")])
	count(rbac_escalation.deny) == 0 with input.object as samples.role(null)
}

test_fail if {
	every verb in ["bind", "escalate"] {
		every resource in ["clusterroles", "roles"] {
			role := samples.role([_rule("rbac.authorization.k8s.io", resource, verb)])
			results := rbac_escalation.deny with input.object as role
			samples.messages(results) == {sprintf("the role may %s", [verb])}
			samples.fields(results) == {"rules.0"}
		}
	}
	every resource in ["groups", "serviceaccounts", "users"] {
		count(rbac_escalation.deny) == 1 with input.object as samples.role([_rule("", resource, "impersonate")])
	}
	every resource in ["uids", "userextras", "userextras/scopes", "*/scopes"] {
		role := samples.role([_rule("authentication.k8s.io", resource, "impersonate")])
		count(rbac_escalation.deny) == 1 with input.object as role
	}
}

test_constrained_impersonation if {
	every verb, resources in {
		"impersonate:arbitrary-node": ["nodes"],
		"impersonate:serviceaccount": ["serviceaccounts"],
		"impersonate:user-info": ["groups", "uids", "users", "userextras/scopes", "*/scopes"],
	} {
		every resource in resources {
			rule := _rule("authentication.k8s.io", resource, verb)
			results := rbac_escalation.deny with input.object as samples.role([rule])
			samples.messages(results) == {"the role may impersonate"}
			named := object.union(rule, {"resourceNames": ["robot"]})
			count(rbac_escalation.deny) == 0 with input.object as samples.role([named])
		}
	}
	every rule in [
		_rule("", "users", "impersonate:user-info"),
		_rule("authentication.k8s.io", "users", "impersonate:serviceaccount"),
		_rule("authentication.k8s.io", "tokenreviews", "impersonate:user-info"),
		_rule("authentication.k8s.io", "nodes", "impersonate:associated-node"),
		_rule("", "pods", "impersonate-on:user-info:list"),
	] {
		count(rbac_escalation.deny) == 0 with input.object as samples.role([rule])
	}
}

test_wildcards_hold_all_three if {
	all := {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}
	results := rbac_escalation.deny with input.object as samples.role([all])
	samples.messages(results) == {"the role may bind", "the role may escalate", "the role may impersonate"}
}

test_a_verb_on_what_it_means_nothing_for if {
	count(rbac_escalation.deny) == 0 with input.object as samples.role([_rule("", "pods", "impersonate")])
	count(rbac_escalation.deny) == 0 with input.object as samples.role([_rule("rbac.authorization.k8s.io", "roles", "impersonate")])
	count(rbac_escalation.deny) == 0 with input.object as samples.role([_rule("authentication.k8s.io", "tokenreviews", "impersonate")])
}

test_named_roles_are_a_decision if {
	rule := object.union(_rule("rbac.authorization.k8s.io", "clusterroles", "bind"), {"resourceNames": ["view"]})
	count(rbac_escalation.deny) == 0 with input.object as samples.role([rule])
}

test_names_that_are_no_limit if {
	bind := object.union(_rule("rbac.authorization.k8s.io", "clusterroles", "bind"), {"resourceNames": ["view", "cluster-admin"]})
	count(rbac_escalation.deny) == 1 with input.object as samples.role([bind])
	nameless := object.union(_rule("rbac.authorization.k8s.io", "roles", "escalate"), {"resourceNames": [""]})
	count(rbac_escalation.deny) == 1 with input.object as samples.role([nameless])
	administrators := {
		"groups": ["kubeadm:cluster-admins", "system:masters"],
		"users": ["kubernetes-admin", "kubernetes-super-admin", "system:admin"],
	}
	every resource, names in administrators {
		every name in names {
			rule := object.union(_rule("", resource, "impersonate"), {"resourceNames": ["robot", name]})
			count(rbac_escalation.deny) == 1 with input.object as samples.role([rule])
		}
	}
}
