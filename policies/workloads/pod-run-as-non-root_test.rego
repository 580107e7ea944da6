package security.pod_run_as_non_root_test

import data.security.lib.samples
import data.security.pod_run_as_non_root

test_pass if {
	count(pod_run_as_non_root.deny) == 0 with input.object as samples.hardened
	count(pod_run_as_non_root.deny) == 0 with input.object as samples.secured({"runAsNonRoot": true})
	count(pod_run_as_non_root.deny) == 0 with input.object as samples.pod({"containers": []})
}

test_fail if {
	results := pod_run_as_non_root.deny with input.object as samples.contained({})
	samples.fields(results) == {"spec.containers.0.securityContext.runAsNonRoot"}
	samples.messages(results) == {"container web may run as root"}
}

test_null_says_nothing if {
	workload := samples.pod({"securityContext": {"runAsNonRoot": null}, "containers": [{"name": "web"}]})
	count(pod_run_as_non_root.deny) == 1 with input.object as workload
}

test_what_a_container_does_not_say_the_pod_does if {
	workload := samples.pod({
		"securityContext": {"runAsNonRoot": true},
		"containers": [{"name": "web", "securityContext": {"runAsNonRoot": null}}, {"name": "side"}],
	})
	count(pod_run_as_non_root.deny) == 0 with input.object as workload
}

test_a_container_that_takes_it_back if {
	workload := samples.pod({
		"securityContext": {"runAsNonRoot": true},
		"containers": [{"name": "web"}, {"name": "debug", "securityContext": {"runAsNonRoot": false}}],
	})
	results := pod_run_as_non_root.deny with input.object as workload
	samples.messages(results) == {"container debug may run as root"}
}

test_the_pod_must_not_allow_root_even_when_its_containers_do_not if {
	workload := samples.pod({
		"securityContext": {"runAsNonRoot": false},
		"containers": [{"name": "web", "securityContext": {"runAsNonRoot": true}}],
	})
	results := pod_run_as_non_root.deny with input.object as workload
	samples.fields(results) == {"spec.securityContext.runAsNonRoot"}
	samples.messages(results) == {"the pod allows root"}
}

test_a_user_namespace_excuses_it_since_a_version if {
	workload := samples.pod({"hostUsers": false, "securityContext": {"runAsNonRoot": false}, "containers": [{"name": "web"}]})
	count(pod_run_as_non_root.deny) == 0 with input as samples.at("v1.35", workload)
	count(pod_run_as_non_root.deny) == 2 with input as samples.at("v1.34", workload)
	shared := samples.pod({"hostUsers": true, "securityContext": {"runAsNonRoot": false}, "containers": [{"name": "web"}]})
	count(pod_run_as_non_root.deny) == 2 with input as samples.at("v1.35", shared)
}

test_applies_where_the_cluster_needs_restricted if {
	count(pod_run_as_non_root.not_applicable) == 0 with input.cluster as {"labels": {"environment": "production"}}
	pod_run_as_non_root.not_applicable == {"the cluster needs the level baseline"} with input.cluster as {"labels": {"environment": "development"}}
}
