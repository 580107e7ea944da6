# METADATA
# title: Few may read secrets
# description: >-
#   Who may get, list or watch secrets holds every credential in them, tokens of service accounts
#   included. A rule that names its secrets in resourceNames is a decision that somebody wrote down.
# custom:
#   id: rbac-secrets
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [rbac.authorization.k8s.io/ClusterRole, rbac.authorization.k8s.io/Role]
#   controls: [cis-5.1.2, nist-ac-6, nist-cm-6, pci-7.2.1, pci-7.2.2]
#   remediation: Name the secrets in resourceNames, or remove get, list and watch.
package security.rbac_secrets

import data.security.lib.rbac

deny contains result if {
	some rule in rbac.rules
	rbac.grants(rule.spec, "", {"secrets"}, {"get", "list", "watch"})
	not rbac.named(rule.spec)
	result := {
		"message": "the role may read every secret",
		"path": rule.path,
		"fix": "remove the verb or the resource from the rule",
	}
}
