# METADATA
# title: Few may change what admission checks
# description: >-
#   Whoever changes admission webhooks or admission policies reads and rewrites every object that is
#   written, and can switch off what guards the cluster.
# custom:
#   id: rbac-webhooks
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [rbac.authorization.k8s.io/ClusterRole, rbac.authorization.k8s.io/Role]
#   controls: [cis-5.1.12, nist-ac-6]
#   remediation: Leave webhooks and admission policies to the delivery agent and the operators that own them.
package security.rbac_webhooks

import data.security.lib.rbac

_admission := {
	"mutatingadmissionpolicies",
	"mutatingadmissionpolicybindings",
	"mutatingwebhookconfigurations",
	"validatingadmissionpolicies",
	"validatingadmissionpolicybindings",
	"validatingwebhookconfigurations",
}

_changing := {"create", "delete", "deletecollection", "patch", "update"}

deny contains result if {
	some rule in rbac.rules
	rbac.grants(rule.spec, "admissionregistration.k8s.io", _admission, _changing)
	result := {
		"message": "the role may change what admission checks",
		"path": rule.path,
		"fix": "remove the verb or the resource from the rule",
	}
}
