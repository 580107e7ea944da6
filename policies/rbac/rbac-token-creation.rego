# METADATA
# title: Few may create tokens of service accounts
# description: >-
#   Who creates a token for any service account acts with all of their rights, for as long as the
#   token lasts.
# custom:
#   id: rbac-token-creation
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [rbac.authorization.k8s.io/ClusterRole, rbac.authorization.k8s.io/Role]
#   controls: [cis-5.1.13, nist-ac-6]
#   remediation: Name the service accounts in resourceNames, or remove serviceaccounts/token.
package security.rbac_token_creation

import data.security.lib.rbac

deny contains result if {
	some rule in rbac.rules
	rbac.grants(rule.spec, "", {"serviceaccounts/token"}, {"create"})
	not rbac.named(rule.spec)
	result := {
		"message": "the role may create tokens of every service account",
		"path": rule.path,
		"fix": "remove the verb or the resource from the rule",
	}
}
