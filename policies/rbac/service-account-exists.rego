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
	spec := pods.spec with input.object as document
	name := object.get(spec, "serviceAccountName", object.get(spec, "serviceAccount", ""))
	not name in {"", "default"}
	not _exists(document.metadata.namespace, name)
	result := {
		"message": sprintf("%s %s names the service account %s, which is not delivered", [document.kind, document.metadata.name, name]),
		"fix": sprintf("deliver a ServiceAccount %s into %s", [name, document.metadata.namespace]),
	}
}

_exists(namespace, name) if {
	some account in input.objects
	account.kind == "ServiceAccount"
	account.metadata.namespace == namespace
	account.metadata.name == name
}
