# METADATA
# title: Gatekeeper denies in production
# description: >-
#   A constraint with the enforcementAction dryrun or warn lets through what breaks it. In
#   production every constraint must deny, at all enforcement points or at the webhook.
# custom:
#   id: gatekeeper-enforce
#   severity: high
#   enforcement: deny
#   scope: cluster
#   controls: [cis-5.2.1, nist-cm-6, nist-cm-7, pci-2.2.1]
#   remediation: >-
#     Set enforcementAction to deny, or leave it out.
package security.gatekeeper_enforce

import data.security.lib.admission
import data.security.lib.clusters

not_applicable contains "the cluster is not for production" if not clusters.production

not_applicable contains "the cluster gets no constraint of Gatekeeper" if count(admission.of_group("constraints.gatekeeper.sh")) == 0

deny contains result if {
	some constraint in admission.of_group("constraints.gatekeeper.sh")
	not admission.gatekeeper_denies(object.get(constraint, "spec", {}))
	result := {
		"message": sprintf("the constraint %s %s denies nothing", [constraint.kind, constraint.metadata.name]),
		"fix": "set enforcementAction to deny",
	}
}
