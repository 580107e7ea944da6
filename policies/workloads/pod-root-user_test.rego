package security.pod_root_user_test

import data.security.lib.samples
import data.security.pod_root_user

test_pass if {
	count(pod_root_user.deny) == 0 with input.object as samples.hardened
	count(pod_root_user.deny) == 0 with input.object as samples.contained({})
	count(pod_root_user.deny) == 0 with input.object as samples.secured({"runAsUser": 1})
}

test_fail if {
	results := pod_root_user.deny with input.object as samples.secured({"runAsUser": 0})
	samples.fields(results) == {"spec.containers.0.securityContext.runAsUser"}
}

test_the_pods_own_setting_counts if {
	results := pod_root_user.deny with input.object as samples.pod({"securityContext": {"runAsUser": 0}})
	samples.messages(results) == {"the pod runs as user 0"}
}
