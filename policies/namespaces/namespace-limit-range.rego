# METADATA
# title: Every namespace has a limit for its containers
# description: >-
#   Without a LimitRange a container that says nothing of memory may use all of a node and have the
#   others there killed. A default, or a maximum, of a LimitRange holds for those that say nothing.
# custom:
#   id: namespace-limit-range
#   severity: low
#   enforcement: warn
#   scope: cluster
#   controls: [nsa-4.1, nist-sc-6]
#   remediation: >-
#     Deliver a LimitRange into the namespace with a default or a maximum for the memory of
#     containers.
package security.namespace_limit_range

import data.security.lib.namespaces

not_applicable contains "the cluster gets no namespace for workloads" if count(namespaces.of_workloads) == 0

deny contains result if {
	some namespace in namespaces.of_workloads
	not _limited(namespace)
	result := {
		"message": sprintf("no LimitRange limits the memory of containers in namespace %s", [namespace]),
		"fix": sprintf("deliver a LimitRange into %s", [namespace]),
	}
}

_limited(namespace) if {
	some range in input.objects
	range.kind == "LimitRange"
	range.apiVersion == "v1"
	range.metadata.namespace == namespace
	some limit in range.spec.limits
	limit.type == "Container"
	some field in ["default", "max"]
	limit[field].memory
}
