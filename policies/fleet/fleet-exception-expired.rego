# METADATA
# title: Exceptions are removed when they have ended
# description: >-
#   What an exception covered fails again once it has expired. One that is still in the repository is
#   work that nobody has finished: the deviation was neither mended nor approved anew.
# custom:
#   id: fleet-exception-expired
#   severity: medium
#   enforcement: warn
#   scope: fleet
#   controls: [nist-ca-5]
#   remediation: >-
#     Mend the deviation and remove the exception, or have a new one approved.
package security.fleet_exception_expired

deny contains result if {
	some exception in input.fleet.exceptions
	exception.state == "expired"
	result := {
		"message": sprintf("exception %s of %s expired on %s", [exception.name, exception.owner, exception.expires]),
		"fix": sprintf("remove the exception %s, or have it approved anew", [exception.name]),
	}
}
