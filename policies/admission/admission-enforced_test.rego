package security.admission_enforced_test

import data.security.admission_enforced
import data.security.lib.samples

_namespace(name, level) := {
	"apiVersion": "v1",
	"kind": "Namespace",
	"metadata": {"name": name, "labels": {"pod-security.kubernetes.io/enforce": level}},
}

_constraint := {"apiVersion": "constraints.gatekeeper.sh/v1beta1", "kind": "RequiredLabels", "spec": {}}

test_pass if {
	count(admission_enforced.deny) == 0 with input.objects as [_constraint]
	every level in ["baseline", "restricted"] {
		both := [_namespace("data", "privileged"), _namespace("shop", level)]
		count(admission_enforced.deny) == 0 with input.objects as both
	}
}

test_fail if {
	results := admission_enforced.deny with input.objects as []
	samples.messages(results) == {"nothing that the cluster gets refuses what breaks the baseline"}
	count(admission_enforced.deny) == 1 with input.objects as [_namespace("shop", "privileged")]
}

test_a_label_of_another_kind_refuses_nothing if {
	renamed := object.union(_namespace("shop", "restricted"), {"kind": "Widget"})
	count(admission_enforced.deny) == 1 with input.objects as [renamed]
}
