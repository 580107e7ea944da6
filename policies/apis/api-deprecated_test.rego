package security.api_deprecated_test

import data.security.api_deprecated
import data.security.lib.samples

_input(version, kind, cluster) := {
	"object": samples.document(version, kind, {}),
	"cluster": {"claims": {"kubeversion.open-cluster-management.io": cluster}},
	"parameters": {},
}

test_pass if {
	count(api_deprecated.deny) == 0 with input as _input("batch/v1", "CronJob", "v1.34.2")
	count(api_deprecated.deny) == 0 with input as _input("batch/v1beta1", "CronJob", "v1.20.15")
}

test_fail if {
	results := api_deprecated.deny with input as _input("batch/v1beta1", "CronJob", "v1.21.0")
	samples.messages(results) == {"CronJob of batch/v1beta1 goes away in Kubernetes 1.25"}
	samples.fields(results) == {"apiVersion"}
	count(api_deprecated.deny) == 1 with input as _input("batch/v1beta1", "CronJob", "v1.24.9")
}

test_what_is_removed_is_no_longer_deprecated if {
	count(api_deprecated.deny) == 0 with input as _input("batch/v1beta1", "CronJob", "v1.25.0")
}
