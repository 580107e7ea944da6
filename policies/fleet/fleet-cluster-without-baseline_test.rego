package security.fleet_cluster_without_baseline_test

import data.security.fleet_cluster_without_baseline

_cluster(labels, baselines) := {"clusters": [{"name": "lab", "labels": labels, "baselines": baselines}]}

test_pass if {
	fleet := _cluster({}, [{"name": "pod-security", "version": "1"}])
	count(fleet_cluster_without_baseline.deny) == 0 with input as {"fleet": fleet, "parameters": {}}
}

test_fail if {
	results := fleet_cluster_without_baseline.deny with input as {"fleet": _cluster({}, []), "parameters": {}}
	{result.cluster | some result in results} == {"lab"}
}

test_a_label_excuses if {
	excused := _cluster({"mcp.policy/without-baseline": "true"}, [])
	count(fleet_cluster_without_baseline.deny) == 0 with input as {"fleet": excused, "parameters": {}}
	other := _cluster({"mcp.policy/without-baseline": "false"}, [])
	count(fleet_cluster_without_baseline.deny) == 1 with input as {"fleet": other, "parameters": {}}
	named := _cluster({"sandbox": "true"}, [])
	count(fleet_cluster_without_baseline.deny) == 0 with input as {"fleet": named, "parameters": {"withoutBaseline": "sandbox"}}
}

test_an_empty_fleet_passes if {
	count(fleet_cluster_without_baseline.deny) == 0 with input as {"fleet": {"clusters": []}, "parameters": {}}
}
