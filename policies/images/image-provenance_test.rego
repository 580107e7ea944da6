package security.image_provenance_test

import data.security.image_provenance
import data.security.lib.samples

_object(version, kind, spec) := {"apiVersion": version, "kind": kind, "metadata": {"name": "signed"}, "spec": spec}

_verified(version, kind, spec) if {
	count(image_provenance.deny) == 0 with input.objects as [_object(version, kind, spec)]
}

_rules(action) := [{"validate": {"failureAction": "Enforce"}}, {"verifyImages": [{"failureAction": action}]}]

test_pass if {
	_verified("kyverno.io/v1", "ClusterPolicy", {"rules": _rules("Enforce")})
	_verified("policies.kyverno.io/v1", "ImageValidatingPolicy", {"validationActions": ["Deny"]})
	_verified("policies.kyverno.io/v1", "NamespacedImageValidatingPolicy", {})
	_verified("policy.sigstore.dev/v1beta1", "ClusterImagePolicy", {"authorities": [{"static": {"action": "pass"}}, {"key": {}}]})
	_verified("config.openshift.io/v1", "ClusterImagePolicy", {})
	_verified("config.openshift.io/v1", "ImagePolicy", {})
}

test_fail if {
	results := image_provenance.deny with input.objects as []
	samples.messages(results) == {"nothing that the cluster gets verifies images"}
}

test_policies_that_only_report if {
	not _verified("kyverno.io/v1", "ClusterPolicy", {"rules": _rules("Audit")})
	not _verified("kyverno.io/v1", "ClusterPolicy", {"admission": false, "rules": _rules("Enforce")})
	not _verified("policies.kyverno.io/v1", "ImageValidatingPolicy", {"validationActions": ["Audit"]})
	not _verified("policies.kyverno.io/v1", "ImageValidatingPolicy", {"evaluation": {"admission": {"enabled": false}}})
	not _verified("policy.sigstore.dev/v1beta1", "ClusterImagePolicy", {"mode": "warn", "authorities": [{"key": {}}]})
}

test_policies_that_look_at_no_signature if {
	not _verified("policy.sigstore.dev/v1beta1", "ClusterImagePolicy", {"authorities": [{"static": {"action": "pass"}}]})
	not _verified("policy.sigstore.dev/v1beta1", "TrustRoot", {"authorities": [{"key": {}}]})
	not _verified("policies.kyverno.io/v1", "ValidatingPolicy", {})
	not _verified("config.openshift.io/v1", "Image", {})
}
