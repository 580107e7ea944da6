# METADATA
# title: The default service account gets nothing
# description: >-
#   Every pod that names no account runs as the default one: what it may do, every pod of the
#   namespace may do. So nothing is bound to it, and where it is delivered it mounts no token.
# custom:
#   id: rbac-default-service-account
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [ServiceAccount, rbac.authorization.k8s.io/ClusterRoleBinding, rbac.authorization.k8s.io/RoleBinding]
#   controls: [cis-5.1.5, nist-ac-6, nist-cm-6, pci-7.2.5]
#   remediation: >-
#     Create a service account for the workload, and set automountServiceAccountToken of the default
#     one to false.
package security.rbac_default_service_account

import data.security.lib.rbac

deny contains result if {
	some subject in rbac.subjects
	_is_default(subject.spec)
	result := {
		"message": "the binding gives rights to a default service account",
		"path": subject.path,
		"fix": "bind to an account of the workload's own",
	}
}

_is_default(subject) if {
	subject.kind == "ServiceAccount"
	subject.name == "default"
}

# The name that the API server gives to the account as a user.
_is_default(subject) if {
	subject.kind == "User"
	regex.match(`^system:serviceaccount:[^:]+:default$`, subject.name)
}

deny contains result if {
	input.object.kind == "ServiceAccount"
	input.object.metadata.name == "default"
	not _unmounted
	result := {
		"message": "the default service account mounts its token",
		"path": ["automountServiceAccountToken"],
		"fix": "set automountServiceAccountToken to false",
	}
}

_unmounted if input.object.automountServiceAccountToken == false
