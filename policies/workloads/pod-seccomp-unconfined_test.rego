package security.pod_seccomp_unconfined_test

import data.security.lib.samples
import data.security.pod_seccomp_unconfined

test_pass if {
	count(pod_seccomp_unconfined.deny) == 0 with input.object as samples.hardened
	count(pod_seccomp_unconfined.deny) == 0 with input.object as samples.contained({})
	every profile in [{"type": "RuntimeDefault"}, {"type": "Localhost", "localhostProfile": "web.json"}, null] {
		count(pod_seccomp_unconfined.deny) == 0 with input.object as samples.secured({"seccompProfile": profile})
	}
}

test_fail if {
	results := pod_seccomp_unconfined.deny with input.object as samples.secured({"seccompProfile": {"type": "Unconfined"}})
	samples.fields(results) == {"spec.containers.0.securityContext.seccompProfile.type"}
	samples.messages(results) == {"container web is not confined by seccomp"}
}

test_any_other_type_is_no_filter if {
	every profile in [{"type": "runtimedefault"}, {"type": ""}, {}] {
		count(pod_seccomp_unconfined.deny) == 1 with input.object as samples.secured({"seccompProfile": profile})
	}
}

test_the_pods_own_setting_counts if {
	workload := samples.pod({"securityContext": {"seccompProfile": {"type": "Unconfined"}}})
	results := pod_seccomp_unconfined.deny with input.object as workload
	samples.messages(results) == {"the pod is not confined by seccomp"}
}

test_the_field_counts_since_a_version if {
	workload := samples.secured({"seccompProfile": {"type": "Unconfined"}})
	count(pod_seccomp_unconfined.deny) == 1 with input as samples.at("v1.19", workload)
	count(pod_seccomp_unconfined.deny) == 0 with input as samples.at("v1.18", workload)
}

test_before_the_annotations_did if {
	pod := "seccomp.security.alpha.kubernetes.io/pod"
	container := "container.seccomp.security.alpha.kubernetes.io/web"
	nameless := "container.seccomp.security.alpha.kubernetes.io/"
	every key in [pod, container, nameless] {
		results := pod_seccomp_unconfined.deny with input as samples.at("v1.18", _annotated(key, "unconfined"))
		samples.fields(results) == {sprintf("metadata.annotations.%s", [key])}
		samples.messages(results) == {sprintf("annotation %s asks for the seccomp profile unconfined", [key])}
		count(pod_seccomp_unconfined.deny) == 0 with input as samples.at("v1.19", _annotated(key, "unconfined"))
		every profile in ["docker/default", "localhost/web.json", "runtime/default"] {
			count(pod_seccomp_unconfined.deny) == 0 with input as samples.at("v1.18", _annotated(key, profile))
		}
		every profile in ["", "localhost", "a/localhost/web.json", null] {
			count(pod_seccomp_unconfined.deny) == 1 with input as samples.at("v1.18", _annotated(key, profile))
		}
	}
	gone := _annotated("container.seccomp.security.alpha.kubernetes.io/gone", "unconfined")
	count(pod_seccomp_unconfined.deny) == 0 with input as samples.at("v1.18", gone)
}

_annotated(key, profile) := {
	"kind": "Pod",
	"metadata": {"annotations": {key: profile}},
	"spec": {"containers": [{"name": "web"}, {"name": null}]},
}
