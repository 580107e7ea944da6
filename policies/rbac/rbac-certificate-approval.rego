# METADATA
# title: Few may approve certificates
# description: >-
#   Who updates the approval of certificate requests can have a client certificate made for any user
#   of the cluster, as far as the signers let them.
# custom:
#   id: rbac-certificate-approval
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [rbac.authorization.k8s.io/ClusterRole, rbac.authorization.k8s.io/Role]
#   controls: [cis-5.1.11, nist-ac-6]
#   remediation: Leave approval to the controller that signs the certificates of nodes.
package security.rbac_certificate_approval

import data.security.lib.rbac

deny contains result if {
	some rule in rbac.rules
	rbac.grants(rule.spec, "certificates.k8s.io", {"certificatesigningrequests/approval"}, {"update", "patch"})
	result := {
		"message": "the role may approve certificates",
		"path": rule.path,
		"fix": "remove the verb or the resource from the rule",
	}
}
