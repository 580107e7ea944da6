# METADATA
# title: Workloads have a team that answers for them
# description: Whoever is woken at night must see whose workload it is.
# custom:
#   id: team-label
#   severity: low
#   enforcement: warn
#   scope: object
#   kinds: [Pod, ServiceAccount, apps/DaemonSet, apps/Deployment, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [acme-31, nist-cm-2]
#   remediation: Set the label acme.example/team on the object.
package acme.team_label

deny contains result if {
	object.get(input.object.metadata, ["labels", "acme.example/team"], "") == ""
	result := {
		"message": "no team answers for the object",
		"path": ["metadata", "labels", "acme.example/team"],
		"fix": "set acme.example/team",
	}
}
