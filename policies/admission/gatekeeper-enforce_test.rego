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
	count(gatekeeper_enforce.not_applicable) == 0 with input.cluster as {"labels": {"environment": "production"}}
	count(gatekeeper_enforce.not_applicable) == 0 with input.cluster as {"labels": {}}
	reasons := gatekeeper_enforce.not_applicable with input.cluster as {"labels": {"environment": "development"}}
	reasons == {"the cluster is not for production"}
}
