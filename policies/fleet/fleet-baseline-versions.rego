# METADATA
# title: Clusters have the current version of their baselines
# description: >-
#   A cluster whose change is held back stays on an older version of its baselines than the others, and
#   misses the fixes that they got. Overrides give clusters of one environment versions of their own; how
#   many of these there may be is for the parameter baselineVersions to say; without it the policy does not
#   apply, unless a change is held back.
# custom:
#   id: fleet-baseline-versions
#   severity: medium
#   enforcement: warn
#   scope: fleet
#   controls: [nist-cm-2]
#   parameters:
#     environmentLabel:
#       description: The label that says which environment a cluster belongs to
#       default: environment
#       example: environment
#     baselineVersions:
#       description: How many versions of one baseline an environment may have; not compared unless given
#       example: 1
#   remediation: >-
#     Mend what holds the change back, and take overrides out of the baseline that single out clusters of an
#     environment.
package security.fleet_baseline_versions

_label := object.get(input.parameters, "environmentLabel", "environment")

# Without the parameter nothing is compared, and only what is held back is a finding.
not_applicable contains "the parameter baselineVersions does not say how many versions there may be" if {
	not input.parameters.baselineVersions
	every cluster in input.fleet.clusters {
		not cluster.held
	}
}

deny contains result if {
	some cluster in input.fleet.clusters
	cluster.held
	result := {
		"cluster": cluster.name,
		"message": sprintf("its change is held back: it stays on an older version of %s", [concat(", ", [baseline.name | some baseline in cluster.baselines])]),
		"fix": "mend what holds it back, or approve an exception",
	}
}

_clusters[environment][baseline.name][baseline.version] contains cluster.name if {
	some cluster in input.fleet.clusters
	not cluster.held
	environment := object.get(cluster.labels, _label, "")
	some baseline in cluster.baselines
}

# The versions that most clusters have are those to be had.
deny contains result if {
	some environment, baselines in _clusters
	some name, versions in baselines
	some version, clusters in versions
	above := [other | some other, others in versions; [count(others), other] > [count(clusters), version]]
	count(above) >= input.parameters.baselineVersions
	some cluster in clusters
	result := {
		"cluster": cluster,
		"message": sprintf("another version of the baseline %s than most %s", [name, _environment(environment)]),
		"fix": "remove overrides that single out the cluster",
	}
}

_environment("") := sprintf("clusters without the label %s", [_label])

_environment(name) := sprintf("clusters with %s=%s", [_label, name]) if name != ""
