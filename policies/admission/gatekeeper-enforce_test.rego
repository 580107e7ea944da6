package security.gatekeeper_enforce_test

import data.security.gatekeeper_enforce
import data.security.lib.samples

_constraint(rest) := object.union(
	{"apiVersion": "constraints.gatekeeper.sh/v1beta1", "kind": "RequiredLabels", "metadata": {"name": "owner"}},
	rest,
)

test_pass if {
	count(gatekeeper_enforce.deny) == 0 with input.objects as [_constraint({"spec": {"enforcementAction": "deny"}})]
	count(gatekeeper_enforce.deny) == 0 with input.objects as [_constraint({})]
}

test_fail if {
	every action in ["dryrun", "warn", "scoped"] {
		results := gatekeeper_enforce.deny with input.objects as [_constraint({"spec": {"enforcementAction": action}})]
		samples.messages(results) == {"the constraint RequiredLabels owner denies nothing"}
	}
}

test_only_production_has_to if {
	_reasons({"environment": "production"}) == set()
	_reasons({}) == set()
	_reasons({"environment": "development"}) == {"the cluster is not for production"}
}

_reasons(labels) := reasons if {
	reasons := gatekeeper_enforce.not_applicable with input as {"objects": [_constraint({})], "cluster": {"labels": labels}}
}

test_where_there_is_nothing_to_judge if {
	reasons := gatekeeper_enforce.not_applicable with input as {"objects": [], "cluster": {"labels": {}}}
	reasons == {"the cluster gets no constraint of Gatekeeper"}
}
