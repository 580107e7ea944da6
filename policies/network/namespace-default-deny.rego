# METADATA
# title: Every namespace denies traffic by default
# description: >-
#   Without a NetworkPolicy that selects all pods and allows nothing, every pod talks to every other
#   and to the internet. Asked of every namespace that the cluster gets, or gets workloads into.
# custom:
#   id: namespace-default-deny
#   severity: high
#   enforcement: deny
#   scope: cluster
#   controls: [cis-5.3.2, nsa-2.0, nist-ac-4, nist-sc-7, pci-1.2.6, pci-1.3.1, pci-1.3.2, pci-1.4.1]
#   remediation: >-
#     Deliver a NetworkPolicy with an empty podSelector and the policy types Ingress and Egress into
#     the namespace.
package security.namespace_default_deny

import data.security.lib.namespaces
import data.security.lib.selectors

not_applicable contains "the cluster gets no namespace for workloads" if count(namespaces.of_workloads) == 0

deny contains result if {
	some namespace in namespaces.of_workloads
	some direction in ["Egress", "Ingress"]
	not _denied(namespace, direction)
	result := {
		"message": sprintf("namespace %s has no NetworkPolicy that denies %s by default", [namespace, lower(direction)]),
		"fix": sprintf("deliver a default-deny NetworkPolicy into %s", [namespace]),
	}
}

_denied(namespace, direction) if {
	some policy in input.objects
	policy.kind == "NetworkPolicy"
	startswith(policy.apiVersion, "networking.k8s.io/")
	policy.metadata.namespace == namespace
	selectors.selects_all(object.get(policy.spec, "podSelector", {}))
	direction in _types(policy.spec)
	not selectors.given(policy.spec, lower(direction))
}

# Without types the API server takes Ingress, and Egress where there are egress rules, which deny nothing then.
_types(spec) := spec.policyTypes if {
	selectors.given(spec, "policyTypes")
} else := ["Ingress"]
