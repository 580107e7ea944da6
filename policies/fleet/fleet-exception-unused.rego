# METADATA
# title: Exceptions that except nothing are removed
# description: >-
#   An exception that is in force and excepts nothing is an approval that lies ready for a deviation
#   which nobody has looked at.
# custom:
#   id: fleet-exception-unused
#   severity: low
#   enforcement: warn
#   scope: fleet
#   controls: [nist-ca-5]
#   remediation: >-
#     Remove the exception.
package security.fleet_exception_unused

deny contains result if {
	some exception in input.fleet.exceptions
	exception.unused
	result := {
		"message": sprintf("exception %s of %s excepts nothing", [exception.name, exception.owner]),
		"fix": sprintf("remove the exception %s", [exception.name]),
	}
}
