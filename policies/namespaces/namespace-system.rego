# METADATA
# title: Nothing is put among the system's
# description: >-
#   In kube-system a workload, an account or a role stands beside the control plane, where Pod
#   Security and most admission policies look away; what lies in kube-public can be read by
#   everybody. What only restricts, such as a NetworkPolicy or a quota, may go there.
# custom:
#   id: namespace-system
#   severity: medium
#   enforcement: deny
#   scope: object
#   controls: [nsa-1.12, nist-sc-7]
#   remediation: >-
#     Give the object a namespace of its own.
package security.namespace_system

import data.security.lib.namespaces

_restricting := {"LimitRange", "NetworkPolicy", "PodDisruptionBudget", "ResourceQuota"}

deny contains result if {
	input.object.metadata.namespace in namespaces.system
	not input.object.kind in _restricting
	not _reads_authentication
	result := {
		"message": sprintf("%s %s lives in %s", [input.object.kind, input.object.metadata.name, input.object.metadata.namespace]),
		"path": ["metadata", "namespace"],
		"fix": "give it a namespace of its own",
	}
}

# Every extension of the API server has to bind this role, and it exists in kube-system alone.
_reads_authentication if {
	input.object.kind == "RoleBinding"
	input.object.roleRef.kind == "Role"
	input.object.roleRef.name == "extension-apiserver-authentication-reader"
}
