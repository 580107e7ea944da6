# METADATA
# title: Workloads name service accounts that are there
# description: >-
#   A workload whose service account does not exist gets no pods, and an account that somebody
#   makes by hand to mend that has rights that nobody reviewed.
# custom:
#   id: service-account-exists
#   severity: low
#   enforcement: warn
#   scope: cluster
#   controls: [nist-ac-6, pci-7.2.5]
#   remediation: >-
#     Deliver the ServiceAccount into the namespace of the workload, or correct serviceAccountName.
package security.service_account_exists

import data.security.lib.pods

deny contains result if {
	some document in input.objects
	name := pods.account with input.object as document
	name != "default"
	namespace := _namespace(document)
	not _exists(namespace, name)
	result := {
		"message": sprintf("%s %s names the service account %s, which is not delivered", [document.kind, document.metadata.name, name]),
		"fix": sprintf("deliver a ServiceAccount %s into %s", [name, namespace]),
	}
}

_exists(namespace, name) if {
	some account in input.objects
	account.kind == "ServiceAccount"
	_namespace(account) == namespace
	account.metadata.name == name
}

# Where kubectl and the deliverers of manifests put what names no namespace.
_namespace(document) := document.metadata.namespace if {
	is_string(document.metadata.namespace)
} else := "default"
