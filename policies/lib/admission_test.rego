package security.lib.admission_test

import data.security.lib.admission

_object(version, kind, spec) := {"apiVersion": version, "kind": kind, "metadata": {"name": "guard"}, "spec": spec}

_vap := _object("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy", {})

_binding(name, actions) := _object(
	"admissionregistration.k8s.io/v1",
	"ValidatingAdmissionPolicyBinding",
	{"policyName": name, "validationActions": actions},
)

_denying(objects) if count(admission.denying) == 1 with input.objects as objects

_idle(objects) if count(admission.denying) == 0 with input.objects as objects

test_validating_admission_policies if {
	_denying([_vap, _binding("guard", ["Audit", "Deny"])])
	_idle([_vap])
	_idle([_vap, _binding("guard", ["Audit", "Warn"])])
	_idle([_vap, _binding("other", ["Deny"])])
	_idle([_vap, object.union(_binding("guard", ["Deny"]), {"kind": "MutatingAdmissionPolicyBinding"})])
	_idle([_vap, object.union(_binding("guard", ["Deny"]), {"apiVersion": "acme.example/v1"})])
	_idle([object.union(_vap, {"kind": "MutatingAdmissionPolicy"}), _binding("guard", ["Deny"])])
	_idle([object.union(_vap, {"apiVersion": "acme.example/v1"}), _binding("guard", ["Deny"])])
}

test_bindings if {
	mutating := object.union(_binding("guard", []), {"kind": "MutatingAdmissionPolicyBinding"})
	bindings := admission.bindings with input.objects as [_vap, _binding("guard", ["Deny"]), mutating]
	bindings == {_binding("guard", ["Deny"]), mutating}
}

_audits := [
	{"action": "Audit", "namespaces": ["*"]},
	{"action": "audit", "namespaces": ["shop", "?*"], "namespaceSelector": {}},
	{"action": "Audit", "namespaces": null, "namespaceSelector": {"matchLabels": {}}},
]

_audits_some := [
	{"action": "Audit", "namespaces": ["shop", "team-*"]},
	{"action": "Audit", "namespaces": ["*"], "namespaceSelector": {"matchLabels": {"team": "shop"}}},
	{"action": "Enforce", "namespaces": ["*"]},
]

test_policies_of_kyverno if {
	_denying([_object("kyverno.io/v1", "ClusterPolicy", {"rules": [{"validate": {"failureAction": "Enforce"}}]})])
	_denying([_object("kyverno.io/v1", "Policy", {"validationFailureAction": "enforce", "rules": [{"validate": {}}]})])
	_idle([_object("kyverno.io/v1", "ClusterPolicy", {"rules": [{"validate": {}}]})])
	_idle([_object("kyverno.io/v1", "ClusterPolicy", {"validationFailureAction": "Enforce", "rules": [{"mutate": {}}]})])
	own := {"validationFailureAction": "Enforce", "rules": [{"validate": {"failureAction": "Audit"}}]}
	_idle([_object("kyverno.io/v1", "ClusterPolicy", own)])
	every override in _audits {
		older := {"validationFailureAction": "Enforce", "validationFailureActionOverrides": [override], "rules": [{"validate": {"failureAction": null}}]}
		_idle([_object("kyverno.io/v1", "ClusterPolicy", older)])
		overridden := {"failureAction": "Enforce", "failureActionOverrides": [{"action": "Enforce", "namespaces": ["*"]}, override]}
		_idle([_object("kyverno.io/v1", "ClusterPolicy", {"rules": [{"validate": overridden}]})])
		own_action := object.union(older, {"rules": [{"validate": {"failureAction": "Enforce"}}]})
		_denying([_object("kyverno.io/v1", "ClusterPolicy", own_action)])
	}
	every override in _audits_some {
		overridden := {"failureAction": "Enforce", "failureActionOverrides": [override]}
		_denying([_object("kyverno.io/v1", "ClusterPolicy", {"rules": [{"validate": overridden}]})])
	}
	background := {"admission": false, "rules": [{"validate": {"failureAction": "Enforce"}}]}
	_idle([_object("kyverno.io/v1", "ClusterPolicy", background)])
	_idle([_object("acme.example/v1", "ClusterPolicy", {"rules": [{"validate": {"failureAction": "Enforce"}}]})])
}

test_policies_of_kyverno_in_cel if {
	_denying([_object("policies.kyverno.io/v1", "ValidatingPolicy", {})])
	_denying([_object("policies.kyverno.io/v1", "NamespacedValidatingPolicy", {"validationActions": ["Deny"]})])
	_idle([_object("policies.kyverno.io/v1", "ValidatingPolicy", {"validationActions": ["Audit"]})])
	_idle([_object("policies.kyverno.io/v1", "ValidatingPolicy", {"evaluation": {"admission": {"enabled": false}}})])
	_idle([_object("policies.kyverno.io/v1", "MutatingPolicy", {})])
	_idle([_object("acme.example/v1", "ValidatingPolicy", {})])
}

_scoped(action, point) := {
	"enforcementAction": "scoped",
	"scopedEnforcementActions": [{"action": action, "enforcementPoints": [{"name": "audit.gatekeeper.sh"}, {"name": point}]}],
}

test_constraints_of_gatekeeper if {
	_denying([_object("constraints.gatekeeper.sh/v1beta1", "RequiredLabels", {})])
	_denying([_object("constraints.gatekeeper.sh/v1beta1", "RequiredLabels", {"enforcementAction": "deny"})])
	_denying([_object("constraints.gatekeeper.sh/v1beta1", "RequiredLabels", _scoped("deny", "*"))])
	_denying([_object("constraints.gatekeeper.sh/v1beta1", "RequiredLabels", _scoped("deny", "validation.gatekeeper.sh"))])
	_idle([_object("constraints.gatekeeper.sh/v1beta1", "RequiredLabels", _scoped("deny", "gator.gatekeeper.sh"))])
	_idle([_object("constraints.gatekeeper.sh/v1beta1", "RequiredLabels", _scoped("warn", "*"))])
	_idle([_object("constraints.gatekeeper.sh/v1beta1", "RequiredLabels", {"enforcementAction": "dryrun"})])
	unused := object.union(_scoped("deny", "*"), {"enforcementAction": "warn"})
	_idle([_object("constraints.gatekeeper.sh/v1beta1", "RequiredLabels", unused)])
	_idle([_object("acme.example/v1", "RequiredLabels", {})])
}
