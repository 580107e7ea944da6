package security.lib.clusters_test

import data.security.lib.clusters

test_production if {
	clusters.production with input.cluster as {"labels": {"environment": "production"}}
	clusters.production with input.cluster as {"labels": {"environment": "prod"}}
	clusters.production with input.cluster as {"labels": {"environment": "Production"}}
}

test_a_silent_cluster_counts_as_production if {
	clusters.production with input.cluster as {"labels": {}}
}

test_other_environments if {
	not clusters.production with input.cluster as {"labels": {"environment": "staging"}}
	not clusters.production with input.cluster as {"labels": {"environment": "development"}}
}
