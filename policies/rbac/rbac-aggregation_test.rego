package security.rbac_aggregation_test

import data.security.lib.samples
import data.security.rbac_aggregation

_aggregated(selectors) := object.union(samples.role([]), {"aggregationRule": {"clusterRoleSelectors": selectors}})

_labelled(value, verbs) := object.union(
	samples.role([samples.core(["pods"], verbs)]),
	{"metadata": {"labels": {"rbac.authorization.k8s.io/aggregate-to-view": value}}},
)

test_pass if {
	labels := [{"matchLabels": {"acme.example/monitoring": "true"}}]
	count(rbac_aggregation.deny) == 0 with input.object as _aggregated(labels)
	expressions := [{"matchExpressions": [{"key": "acme.example/monitoring", "operator": "Exists"}]}]
	count(rbac_aggregation.deny) == 0 with input.object as _aggregated(expressions)
	count(rbac_aggregation.deny) == 0 with input.object as _labelled("true", ["get", "list", "watch"])
}

test_fail if {
	selectors := [{"matchLabels": {"acme.example/monitoring": "true"}}, {}]
	results := rbac_aggregation.deny with input.object as _aggregated(selectors)
	samples.fields(results) == {"aggregationRule.clusterRoleSelectors.1"}
	empty := [{"matchLabels": {}, "matchExpressions": []}]
	count(rbac_aggregation.deny) == 1 with input.object as _aggregated(empty)
}

test_view_stays_read_only if {
	results := rbac_aggregation.deny with input.object as _labelled("true", ["get", "delete"])
	samples.fields(results) == {"rules.0.verbs.1"}
	count(rbac_aggregation.deny) == 1 with input.object as _labelled("true", ["*"])
}

test_a_label_that_aggregates_nothing if {
	count(rbac_aggregation.deny) == 0 with input.object as _labelled("false", ["delete"])
	count(rbac_aggregation.deny) == 0 with input.object as samples.role([samples.core(["pods"], ["delete"])])
}

test_null_selects_nothing if {
	every selector in [{"matchLabels": null}, {"matchExpressions": null}, null] {
		count(rbac_aggregation.deny) == 1 with input.object as _aggregated([selector])
	}
}
