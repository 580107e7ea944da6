# METADATA
# title: Gatekeeper's templates and constraints come together
# description: >-
#   A ConstraintTemplate without a constraint checks nothing. A constraint without its template is
#   of a kind that the API server does not know, and is refused.
# custom:
#   id: gatekeeper-constraints
#   severity: medium
#   enforcement: warn
#   scope: cluster
#   controls: [cis-5.2.1, nist-cm-6]
#   remediation: >-
#     Deliver a constraint for each template and the template of each constraint, or remove what is
#     alone.
package security.gatekeeper_constraints

import data.security.lib.admission

_templates contains template if {
	some template in admission.of_group("templates.gatekeeper.sh")
	template.kind == "ConstraintTemplate"
}

deny contains result if {
	some template in _templates
	kind := template.spec.crd.spec.names.kind
	kinds := {constraint.kind | some constraint in admission.of_group("constraints.gatekeeper.sh")}
	not kind in kinds
	result := {
		"message": sprintf("the ConstraintTemplate %s has no constraint", [template.metadata.name]),
		"fix": sprintf("deliver a constraint of the kind %s", [kind]),
	}
}

deny contains result if {
	some constraint in admission.of_group("constraints.gatekeeper.sh")
	kinds := {template.spec.crd.spec.names.kind | some template in _templates}
	not constraint.kind in kinds
	result := {
		"message": sprintf("the constraint %s %s has no ConstraintTemplate", [constraint.kind, constraint.metadata.name]),
		"fix": sprintf("deliver the template of %s", [constraint.kind]),
	}
}
