# METADATA
# title: Something verifies where images come from
# description: >-
#   A registry shows where an image lies, and a signature who built it. The cluster must get a
#   policy that verifies images before they run: a verifyImages rule or an ImageValidatingPolicy of
#   Kyverno that enforces, a ClusterImagePolicy of Sigstore that does not only warn, or one of
#   OpenShift.
# custom:
#   id: image-provenance
#   severity: medium
#   enforcement: warn
#   scope: cluster
#   controls: [cis-5.5.1, nist-si-7]
#   remediation: >-
#     Deliver a policy that verifies signatures with your keys or identities; see the engine that
#     the cluster runs.
package security.image_provenance

import data.security.lib.admission

deny contains result if {
	not _verified
	result := {
		"message": "nothing that the cluster gets verifies images",
		"fix": "deliver a policy that verifies the signatures of images",
	}
}

_verified if {
	some policy in admission.of_group("kyverno.io")
	admission.kyverno_works(policy)
	some rule in policy.spec.rules
	some check in rule.verifyImages
	admission.kyverno_enforces(policy, check)
}

_verified if {
	some policy in admission.of_group("policies.kyverno.io")
	policy.kind in {"ImageValidatingPolicy", "NamespacedImageValidatingPolicy"}
	admission.kyverno_works(policy)
	admission.denies(policy.spec)
}

# An authority that is static answers without looking at the image.
_verified if {
	some policy in admission.of_group("policy.sigstore.dev")
	policy.kind == "ClusterImagePolicy"
	object.get(policy.spec, "mode", "enforce") == "enforce"
	some authority in policy.spec.authorities
	not authority.static
}

_verified if {
	some policy in admission.of_group("config.openshift.io")
	policy.kind in {"ClusterImagePolicy", "ImagePolicy"}
}
