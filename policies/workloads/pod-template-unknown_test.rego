package security.pod_template_unknown_test

import data.security.lib.samples
import data.security.pod_template_unknown

_denied(api_version, kind, spec) := samples.fields(results) if {
	object := samples.document(api_version, kind, {"spec": spec})
	results := pod_template_unknown.deny with input as {"object": object, "parameters": {}}
}

_pod := {"containers": [{"name": "web", "image": "registry.example/web:1.2"}, {"name": "proxy", "image": "proxy"}]}

test_pass if {
	every workload in samples.workloads(_pod) {
		count(pod_template_unknown.deny) == 0 with input as {"object": workload, "parameters": {}}
	}
	count(_denied("cert-manager.io/v1", "Certificate", {"secretName": "web"})) == 0
}

test_fail if {
	rollout := samples.document("argoproj.io/v1alpha1", "Rollout", {"spec": {"template": {"spec": _pod}}})
	results := pod_template_unknown.deny with input as {"object": rollout, "parameters": {}}
	results == {{
		"message": "no policy for pods reads the containers of the kind Rollout",
		"path": ["spec", "template", "spec", "containers"],
		"fix": "judge them elsewhere, and name argoproj.io/Rollout in podTemplateKinds",
	}}
}

test_where_containers_stand if {
	_denied("batch.volcano.sh/v1alpha1", "Job", {"tasks": [{"template": {"spec": _pod}}]}) == {"spec.tasks.0.template.spec.containers"}
	_denied("monitoring.coreos.com/v1", "Prometheus", _pod) == {"spec.containers"}
	_denied("agents.x-k8s.io/v1alpha1", "Sandbox", {"podTemplate": {"spec": _pod}}) == {"spec.podTemplate.spec.containers"}
	_denied("tekton.dev/v1", "Task", {"steps": _pod.containers}) == {"spec.steps"}
	every list in ["initContainers", "sidecars"] {
		_denied("argoproj.io/v1alpha1", "Workflow", {"templates": [{list: _pod.containers}]}) == {sprintf("spec.templates.0.%s", [list])}
	}
	every one in ["container", "script"] {
		_denied("argoproj.io/v1alpha1", "Workflow", {"templates": [{one: {"image": "a"}}]}) == {sprintf("spec.templates.0.%s", [one])}
	}
}

test_what_is_no_container if {
	every spec in [
		null,
		{"image": "registry.example/web:1.2"},
		{"containers": [{"name": "uploads"}]},
		{"containers": [{"image": {"type": "string"}}]},
		{"containers": {"web": {"image": "a"}}},
		{"disks": [{"image": "a"}]},
		{"containers": [{"name": "web", "imagePullPolicy": "Always"}]},
	] {
		count(_denied("acme.example/v1", "Widget", spec)) == 0
	}
}

test_patterns_of_admission_policies if {
	patterns := {"rules": [{"validate": {"pattern": {"spec": _pod}}}]}
	every group in [
		"kyverno.io", "policies.kyverno.io", "mutations.gatekeeper.sh", "policies.kubewarden.io",
		"admissionregistration.k8s.io", "apiextensions.k8s.io",
	] {
		count(_denied(sprintf("%s/v1", [group]), "Policy", patterns)) == 0
	}
	every group in ["notkyverno.io", "kyverno.io.acme.example"] {
		count(_denied(sprintf("%s/v1", [group]), "Policy", patterns)) == 1
	}
}

test_kinds_that_are_judged_elsewhere if {
	rollout := samples.document("argoproj.io/v1alpha1", "Rollout", {"spec": {"template": {"spec": _pod}}})
	given := {"object": rollout, "parameters": {"podTemplateKinds": ["argoproj.io/Rollout"]}}
	count(pod_template_unknown.deny) == 0 with input as given
	other := {"object": rollout, "parameters": {"podTemplateKinds": ["argoproj.io/Workflow"]}}
	count(pod_template_unknown.deny) == 1 with input as other
}
