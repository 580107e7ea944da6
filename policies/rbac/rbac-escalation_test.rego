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
		results := rbac_escalation.deny with input.object as samples.role([_rule("rbac.authorization.k8s.io", "clusterroles", verb)])
		samples.messages(results) == {sprintf("the role may %s", [verb])}
	}
	count(rbac_escalation.deny) == 1 with input.object as samples.role([_rule("", "users", "impersonate")])
	count(rbac_escalation.deny) == 1 with input.object as samples.role([_rule("authentication.k8s.io", "uids", "impersonate")])
}

test_wildcards_hold_all_three if {
	all := {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}
	results := rbac_escalation.deny with input.object as samples.role([all])
	samples.messages(results) == {"the role may bind", "the role may escalate", "the role may impersonate"}
}

test_named_roles_are_a_decision if {
	rule := object.union(_rule("rbac.authorization.k8s.io", "clusterroles", "bind"), {"resourceNames": ["view"]})
	count(rbac_escalation.deny) == 0 with input.object as samples.role([rule])
}
