# METADATA
# title: Every namespace has a quota
# description: >-
#   Without a ResourceQuota for cpu and memory one namespace can take all that the cluster has, by
#   mistake or on purpose.
# custom:
#   id: namespace-resource-quota
#   severity: medium
#   enforcement: warn
#   scope: cluster
#   controls: [nsa-4.0, nist-sc-6]
#   remediation: >-
#     Deliver a ResourceQuota into the namespace that bounds cpu and memory, as requests or as
#     limits.
package security.namespace_resource_quota

import data.security.lib.namespaces

not_applicable contains "the cluster gets no namespace for workloads" if count(namespaces.of_workloads) == 0

deny contains result if {
	some namespace in namespaces.of_workloads
	some resource in ["cpu", "memory"]
	not _bounded(namespace, resource)
	result := {
		"message": sprintf("no ResourceQuota bounds the %s of namespace %s", [resource, namespace]),
		"fix": sprintf("deliver a ResourceQuota into %s", [namespace]),
	}
}

_bounded(namespace, resource) if {
	some quota in input.objects
	quota.kind == "ResourceQuota"
	quota.apiVersion == "v1"
	quota.metadata.namespace == namespace
	not _scoped(quota.spec)
	some prefix in ["", "limits.", "requests."]
	quota.spec.hard[concat("", [prefix, resource])]
}

# A quota with scopes counts some of the pods only.
_scoped(spec) if count(spec.scopes) > 0

_scoped(spec) if count(spec.scopeSelector) > 0
