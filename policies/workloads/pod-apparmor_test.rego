package security.pod_apparmor_test

import data.security.lib.samples
import data.security.pod_apparmor

test_pass if {
	count(pod_apparmor.deny) == 0 with input.object as samples.hardened
	count(pod_apparmor.deny) == 0 with input.object as samples.secured({"appArmorProfile": {"type": "RuntimeDefault"}})
	count(pod_apparmor.deny) == 0 with input.object as _annotated("runtime/default")
	count(pod_apparmor.deny) == 0 with input.object as _annotated("localhost/web")
}

test_fail if {
	results := pod_apparmor.deny with input.object as samples.secured({"appArmorProfile": {"type": "Unconfined"}})
	samples.fields(results) == {"spec.containers.0.securityContext.appArmorProfile.type"}
	annotated := pod_apparmor.deny with input.object as _annotated("unconfined")
	samples.fields(annotated) == {"metadata.annotations.container.apparmor.security.beta.kubernetes.io/web"}
}

test_annotations_of_a_template if {
	template := {"metadata": {"annotations": {"container.apparmor.security.beta.kubernetes.io/web": "unconfined"}}}
	results := pod_apparmor.deny with input.object as {"kind": "Deployment", "spec": {"template": template}}
	count(results) == 1
	other := {"kind": "Deployment", "metadata": template.metadata, "spec": {"template": {}}}
	count(pod_apparmor.deny) == 0 with input.object as other
}

_annotated(profile) := {
	"kind": "Pod",
	"metadata": {"annotations": {"container.apparmor.security.beta.kubernetes.io/web": profile}},
	"spec": {},
}
