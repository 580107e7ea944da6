package security.pod_apparmor_test

import data.security.lib.samples
import data.security.pod_apparmor

test_pass if {
	count(pod_apparmor.deny) == 0 with input.object as samples.hardened
	every type in ["RuntimeDefault", "Localhost"] {
		count(pod_apparmor.deny) == 0 with input.object as samples.secured({"appArmorProfile": {"type": type}})
	}
	count(pod_apparmor.deny) == 0 with input.object as samples.secured({"appArmorProfile": null})
}

test_fail if {
	results := pod_apparmor.deny with input.object as samples.secured({"appArmorProfile": {"type": "Unconfined"}})
	samples.fields(results) == {"spec.containers.0.securityContext.appArmorProfile.type"}
	samples.messages(results) == {"container web has the AppArmor profile Unconfined"}
}

test_a_profile_without_type_confines_nothing if {
	results := pod_apparmor.deny with input.object as samples.secured({"appArmorProfile": {}})
	samples.messages(results) == {"container web has the AppArmor profile without type"}
}

test_the_pods_own_profile_counts if {
	results := pod_apparmor.deny with input.object as samples.pod({"securityContext": {"appArmorProfile": {"type": "Unconfined"}}})
	samples.fields(results) == {"spec.securityContext.appArmorProfile.type"}
}

test_annotations if {
	every profile in ["runtime/default", "localhost/web", "", null] {
		count(pod_apparmor.deny) == 0 with input.object as _annotated("container.apparmor.security.beta.kubernetes.io/web", profile)
	}
	every profile in ["unconfined", "localhost", "a-localhost/web", "docker/default"] {
		count(pod_apparmor.deny) == 1 with input.object as _annotated("container.apparmor.security.beta.kubernetes.io/web", profile)
	}
	count(pod_apparmor.deny) == 0 with input.object as _annotated("example.com/container.apparmor", "unconfined")
}

test_annotations_of_a_template if {
	template := {"metadata": {"annotations": {"container.apparmor.security.beta.kubernetes.io/web": "unconfined"}}}
	results := pod_apparmor.deny with input.object as {"kind": "Deployment", "spec": {"template": template}}
	samples.fields(results) == {"spec.template.metadata.annotations.container.apparmor.security.beta.kubernetes.io/web"}
	other := {"kind": "Deployment", "metadata": template.metadata, "spec": {"template": {}}}
	count(pod_apparmor.deny) == 0 with input.object as other
}

_annotated(key, profile) := {"kind": "Pod", "metadata": {"annotations": {key: profile}}, "spec": {}}
