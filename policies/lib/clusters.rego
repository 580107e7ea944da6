# What the labels of the cluster say of it.
package security.lib.clusters

# A cluster that does not say what it is for is treated as production.
production if not input.cluster.labels.environment

production if lower(input.cluster.labels.environment) in {"production", "prod"}
