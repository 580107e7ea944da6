# METADATA
# title: Exceptions are renewed in time
# description: >-
#   When an exception expires, what it covered blocks its clusters. Whoever owns it needs time to mend
#   the deviation or to have it approved anew.
# custom:
#   id: fleet-exception-expiring
#   severity: low
#   enforcement: warn
#   scope: fleet
#   controls: [nist-ca-5]
#   parameters:
#     exceptionDays:
#       description: How many days before its end an exception is told of
#       default: 14
#       example: 14
#   remediation: >-
#     Mend the deviation, or have the exception approved anew before it expires.
package security.fleet_exception_expiring

_days := object.get(input.parameters, "exceptionDays", 14)

deny contains result if {
	some exception in input.fleet.exceptions
	exception.state == "active"
	exception.daysLeft < _days
	result := {
		"message": sprintf("exception %s of %s expires on %s", [exception.name, exception.owner, exception.expires]),
		"fix": "mend the deviation, or have the exception approved anew",
	}
}
