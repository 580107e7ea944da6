package security.api_removed_test

import data.security.api_removed
import data.security.lib.samples

_input(version, kind, cluster) := {
	"object": samples.document(version, kind, {}),
	"cluster": {"claims": {"kubeversion.open-cluster-management.io": cluster}},
	"parameters": {},
}

test_pass if {
	count(api_removed.deny) == 0 with input as _input("batch/v1", "CronJob", "v1.34.2")
	count(api_removed.deny) == 0 with input as _input("batch/v1beta1", "CronJob", "v1.24.9")
}

test_fail if {
	results := api_removed.deny with input as _input("batch/v1beta1", "CronJob", "v1.25.0")
	samples.messages(results) == {"CronJob of batch/v1beta1 was removed in Kubernetes 1.25"}
	samples.fields(results) == {"apiVersion"}
	count(api_removed.deny) == 1 with input as _input("batch/v1beta1", "CronJob", "v1.34.2")
}

test_a_cluster_that_does_not_say_its_version if {
	silent := object.union(_input("batch/v1beta1", "CronJob", ""), {"cluster": {"claims": {}}})
	count(api_removed.deny) == 1 with input as silent
}

test_kinds_that_the_version_never_held if {
	count(api_removed.deny) == 0 with input as _input("batch/v1beta1", "Widget", "v1.34.2")
}
