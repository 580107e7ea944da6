package security.fleet_cluster_unavailable_test

import data.security.fleet_cluster_unavailable

_fleet(availability) := {"clusters": [{"name": "a", "availability": availability}]}

test_pass if {
	count(fleet_cluster_unavailable.deny) == 0 with input.fleet as _fleet("available")
}

test_fail if {
	results := fleet_cluster_unavailable.deny with input.fleet as _fleet("unavailable")
	{result.cluster | some result in results} == {"a"}
}

test_a_hub_that_says_nothing_is_no_failure if {
	count(fleet_cluster_unavailable.deny) == 0 with input.fleet as _fleet("unknown")
}
