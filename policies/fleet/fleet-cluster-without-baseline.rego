# METADATA
# title: Every cluster gets a baseline
# description: >-
#   A cluster of the inventory that no placement selects has no security baseline, and no policy judges it.
#   Reports leave it out of every control, so the gap has to show elsewhere.
# custom:
#   id: fleet-cluster-without-baseline
#   severity: high
#   enforcement: warn
#   scope: fleet
#   controls: [nist-cm-2, pci-2.2.1]
#   parameters:
#     withoutBaseline:
#       description: The label whose value true excuses a cluster from having a baseline
#       default: mcp.policy/without-baseline
#       example: mcp.policy/without-baseline
#   remediation: >-
#     Select the cluster in a placement, or give those that need no baseline the label that the parameter
#     withoutBaseline names.
package security.fleet_cluster_without_baseline

_label := object.get(input.parameters, "withoutBaseline", "mcp.policy/without-baseline")

deny contains result if {
	some cluster in input.fleet.clusters
	count(cluster.baselines) == 0
	object.get(cluster.labels, _label, "") != "true"
	result := {
		"cluster": cluster.name,
		"message": "no placement selects the cluster for a baseline",
		"fix": sprintf("select it in a placement, or set its label %s to true", [_label]),
	}
}
