# METADATA
# title: Few may change admission webhooks
# description: >-
#   Who changes admission webhooks reads every object that is written, and can switch off what
#   guards the cluster.
# custom:
#   id: rbac-webhooks
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [rbac.authorization.k8s.io/ClusterRole, rbac.authorization.k8s.io/Role]
#   controls: [cis-5.1.12, nist-ac-6]
#   remediation: Leave webhooks to the operator that owns them.
package security.rbac_webhooks

import data.security.lib.rbac

deny contains result if {
	some rule in rbac.rules
	rbac.grants(rule.spec, "admissionregistration.k8s.io", {"mutatingwebhookconfigurations", "validatingwebhookconfigurations"}, {"create", "update", "patch", "delete", "deletecollection"})
	result := {
		"message": "the role may change admission webhooks",
		"path": rule.path,
		"fix": "remove the verb or the resource from the rule",
	}
}
