# Which of the admission policies that a cluster gets refuse what breaks them.
package security.lib.admission

import data.security.lib.selectors

# A ValidatingAdmissionPolicy refuses by a binding that denies.
denying contains document if {
	some document in of_group("admissionregistration.k8s.io")
	document.kind == "ValidatingAdmissionPolicy"
	some binding in bindings
	binding.kind == "ValidatingAdmissionPolicyBinding"
	binding.spec.policyName == document.metadata.name
	"Deny" in binding.spec.validationActions
}

denying contains document if {
	some document in of_group("kyverno.io")
	kyverno_works(document)
	some rule in document.spec.rules
	check := rule.validate
	kyverno_enforces(document, check)
}

denying contains document if {
	some document in of_group("policies.kyverno.io")
	document.kind in {"NamespacedValidatingPolicy", "ValidatingPolicy"}
	kyverno_works(document)
	denies(document.spec)
}

denying contains document if {
	some document in of_group("constraints.gatekeeper.sh")
	gatekeeper_denies(document.spec)
}

# Bindings of ValidatingAdmissionPolicies and MutatingAdmissionPolicies.
bindings contains document if {
	some document in of_group("admissionregistration.k8s.io")
	document.kind in {"MutatingAdmissionPolicyBinding", "ValidatingAdmissionPolicyBinding"}
}

of_group(group) := [document |
	some document in input.objects
	startswith(document.apiVersion, sprintf("%s/", [group]))
]

# Both generations of Kyverno's policies can be left to background scans alone.
kyverno_works(document) if {
	object.get(document.spec, "admission", true) != false
	object.get(document.spec, ["evaluation", "admission", "enabled"], true) != false
}

# What validates of a rule has an action that wins over the policy's older fields; without either Kyverno audits.
kyverno_enforces(document, check) if {
	not _audited(check, "failureActionOverrides")
	_kyverno_action(document.spec, check) == "enforce"
}

_kyverno_action(spec, check) := lower(action) if {
	action := check.failureAction
} else := lower(spec.validationFailureAction) if not _audited(spec, "validationFailureActionOverrides")

# Overrides win over the action where they match. One for some namespaces is a decision; this one is for all.
_audited(owner, field) if {
	some override in owner[field]
	lower(override.action) == "audit"
	selectors.selects_all(object.get(override, "namespaceSelector", {}))
	_all_namespaces(override)
}

_all_namespaces(override) if not selectors.given(override, "namespaces")

_all_namespaces(override) if {
	some pattern in override.namespaces
	regex.match(`^[*?]+$`, pattern)
}

# Kyverno's policies in CEL deny unless they say otherwise.
denies(spec) if "Deny" in spec.validationActions

denies(spec) if count(object.get(spec, "validationActions", [])) == 0

# Gatekeeper denies unless a constraint says otherwise, for all enforcement points or for the webhook's.
gatekeeper_denies(spec) if object.get(spec, "enforcementAction", "deny") == "deny"

gatekeeper_denies(spec) if {
	spec.enforcementAction == "scoped"
	some scoped in spec.scopedEnforcementActions
	scoped.action == "deny"
	some point in scoped.enforcementPoints
	point.name in {"*", "validation.gatekeeper.sh"}
}
