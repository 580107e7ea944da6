# METADATA
# title: The hub reaches every cluster
# description: >-
#   A cluster that the hub cannot reach has an up-to-date branch all the same: nobody knows what it runs.
#   Its baseline is proven by git alone.
# custom:
#   id: fleet-cluster-unavailable
#   severity: medium
#   enforcement: warn
#   scope: fleet
#   controls: [nist-cm-6.1]
#   remediation: >-
#     Bring the cluster back, or take it out of the inventory.
package security.fleet_cluster_unavailable

deny contains result if {
	some cluster in input.fleet.clusters
	cluster.availability == "unavailable"
	result := {
		"cluster": cluster.name,
		"message": "the hub cannot reach the cluster: what it runs is not known",
		"fix": "bring it back, or take it out of the inventory",
	}
}
