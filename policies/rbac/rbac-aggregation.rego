# METADATA
# title: Aggregated roles gather what they name
# description: >-
#   An aggregationRule with an empty selector gathers the rules of every ClusterRole, cluster-admin
#   included. A role with the label aggregate-to-view widens the built-in role view, which everybody
#   takes for read-only.
# custom:
#   id: rbac-aggregation
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [rbac.authorization.k8s.io/ClusterRole]
#   controls: [cis-5.1.3, nist-ac-6, pci-7.2.2]
#   remediation: >-
#     Select the roles to gather by a label, and aggregate to view only what gets, lists and watches.
package security.rbac_aggregation

import data.security.lib.rbac
import data.security.lib.selectors

deny contains result if {
	some index, selector in input.object.aggregationRule.clusterRoleSelectors
	selectors.selects_all(selector)
	result := {
		"message": "the role gathers the rules of every ClusterRole",
		"path": ["aggregationRule", "clusterRoleSelectors", index],
		"fix": "select the roles by a label",
	}
}

deny contains result if {
	input.object.metadata.labels["rbac.authorization.k8s.io/aggregate-to-view"] == "true"
	some rule in rbac.rules
	some index, verb in rule.spec.verbs
	not verb in {"get", "list", "watch"}
	result := {
		"message": sprintf("the role adds the verb %s to the built-in role view", [verb]),
		"path": array.concat(rule.path, ["verbs", index]),
		"fix": "aggregate the rule to edit or admin",
	}
}
