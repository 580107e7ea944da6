package security.gatekeeper_constraints_test

import data.security.gatekeeper_constraints
import data.security.lib.samples

_template := {
	"apiVersion": "templates.gatekeeper.sh/v1",
	"kind": "ConstraintTemplate",
	"metadata": {"name": "requiredlabels"},
	"spec": {"crd": {"spec": {"names": {"kind": "RequiredLabels"}}}},
}

_constraint(kind) := {
	"apiVersion": "constraints.gatekeeper.sh/v1beta1",
	"kind": kind,
	"metadata": {"name": "owner"},
	"spec": {},
}

test_pass if {
	count(gatekeeper_constraints.deny) == 0 with input.objects as [_template, _constraint("RequiredLabels")]
	count(gatekeeper_constraints.deny) == 0 with input.objects as []
}

test_fail if {
	alone := gatekeeper_constraints.deny with input.objects as [_template]
	samples.messages(alone) == {"the ConstraintTemplate requiredlabels has no constraint"}
	orphan := gatekeeper_constraints.deny with input.objects as [_constraint("RequiredLabels")]
	samples.messages(orphan) == {"the constraint RequiredLabels owner has no ConstraintTemplate"}
}

test_one_of_another_kind if {
	count(gatekeeper_constraints.deny) == 2 with input.objects as [_template, _constraint("UniqueHost")]
	config := object.union(_template, {"kind": "Config"})
	count(gatekeeper_constraints.deny) == 1 with input.objects as [config, _constraint("RequiredLabels")]
}
