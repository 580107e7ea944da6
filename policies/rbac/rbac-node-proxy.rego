# METADATA
# title: Nobody may use the proxy of nodes
# description: >-
#   Through nodes/proxy one runs commands in every pod of a node, without admission and without an
#   audit record.
# custom:
#   id: rbac-node-proxy
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [rbac.authorization.k8s.io/ClusterRole, rbac.authorization.k8s.io/Role]
#   controls: [cis-5.1.10, nist-ac-6]
#   remediation: >-
#     Remove nodes/proxy from the role; nodes/metrics, nodes/stats and nodes/log are enough to watch
#     a node.
package security.rbac_node_proxy

import data.security.lib.rbac

deny contains result if {
	some rule in rbac.rules
	rbac.grants(rule.spec, "", {"nodes/proxy"}, {"get", "create", "update", "patch", "delete"})
	result := {
		"message": "the role may reach the kubelet through nodes/proxy",
		"path": rule.path,
		"fix": "remove the verb or the resource from the rule",
	}
}
