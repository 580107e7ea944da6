# METADATA
# title: Few may change endpoints
# description: >-
#   Whoever writes Endpoints or EndpointSlices sends the traffic of a Service, and of the Ingress in
#   front of it, to any address that the load balancer reaches, past NetworkPolicies
#   (CVE-2021-25740).
# custom:
#   id: rbac-endpoints
#   severity: medium
#   enforcement: warn
#   scope: object
#   kinds: [rbac.authorization.k8s.io/ClusterRole, rbac.authorization.k8s.io/Role]
#   controls: [nist-ac-6, nist-sc-7]
#   remediation: Leave endpoints to the controllers of Kubernetes; a Service with a selector needs nobody else.
package security.rbac_endpoints

import data.security.lib.rbac

_writing := {"create", "patch", "update"}

deny contains result if {
	some rule in rbac.rules
	_writes(rule.spec)
	not rbac.named(rule.spec)
	result := {
		"message": "the role may send the traffic of Services elsewhere",
		"path": rule.path,
		"fix": "remove endpoints and endpointslices from the rule",
	}
}

_writes(rule) if rbac.grants(rule, "", {"endpoints"}, _writing)

_writes(rule) if rbac.grants(rule, "discovery.k8s.io", {"endpointslices"}, _writing)
