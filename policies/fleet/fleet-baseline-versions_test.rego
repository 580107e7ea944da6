package security.fleet_baseline_versions_test

import data.security.fleet_baseline_versions

_cluster(name, labels, version, held) := {
	"name": name,
	"labels": labels,
	"held": held,
	"baselines": [{"name": "pod-security", "version": version}],
}

_production := {"environment": "production"}

test_pass if {
	fleet := {"clusters": [
		_cluster("a", _production, "1", false),
		_cluster("b", _production, "1", false),
		_cluster("c", {"environment": "staging"}, "2", false),
	]}
	count(fleet_baseline_versions.deny) == 0 with input as {"fleet": fleet, "parameters": {"baselineVersions": 1}}
}

test_fail if {
	fleet := {"clusters": [_cluster("a", _production, "1", false), _cluster("b", _production, "1", true)]}
	results := fleet_baseline_versions.deny with input as {"fleet": fleet, "parameters": {}}
	{[result.cluster, result.message] | some result in results} == {["b", "its change is held back: it stays on an older version of pod-security"]}
}

test_more_versions_than_allowed if {
	fleet := {"clusters": [
		_cluster("a", _production, "1", false),
		_cluster("b", _production, "2", false),
		_cluster("c", _production, "2", false),
	]}
	results := fleet_baseline_versions.deny with input as {"fleet": fleet, "parameters": {"baselineVersions": 1}}
	{[result.cluster, result.message] | some result in results} == {["a", "another version of the baseline pod-security than most clusters with environment=production"]}
	count(fleet_baseline_versions.deny) == 0 with input as {"fleet": fleet, "parameters": {"baselineVersions": 2}}
	count(fleet_baseline_versions.deny) == 0 with input as {"fleet": fleet, "parameters": {}}
}

test_what_is_held_back_is_no_version_to_be_had if {
	fleet := {"clusters": [_cluster("a", _production, "1", false), _cluster("b", _production, "2", true)]}
	results := fleet_baseline_versions.deny with input as {"fleet": fleet, "parameters": {"baselineVersions": 1}}
	{result.cluster | some result in results} == {"b"}
}

test_one_of_equally_many_is_to_be_had if {
	fleet := {"clusters": [_cluster("a", _production, "1", false), _cluster("b", _production, "2", false)]}
	results := fleet_baseline_versions.deny with input as {"fleet": fleet, "parameters": {"baselineVersions": 1}}
	{result.cluster | some result in results} == {"a"}
}

test_without_the_parameter_nothing_was_compared if {
	every fleet in [{"clusters": []}, {"clusters": [_cluster("a", {}, "1", false)]}] {
		reasons := fleet_baseline_versions.not_applicable with input as {"fleet": fleet, "parameters": {}}
		reasons == {"the parameter baselineVersions does not say how many versions there may be"}
		given := {"fleet": fleet, "parameters": {"baselineVersions": 1}}
		count(fleet_baseline_versions.not_applicable) == 0 with input as given
	}
	held := {"clusters": [_cluster("a", {}, "1", false), _cluster("b", {}, "1", true)]}
	count(fleet_baseline_versions.not_applicable) == 0 with input as {"fleet": held, "parameters": {}}
}

test_the_label_of_environments if {
	fleet := {"clusters": [_cluster("a", {"stage": "x"}, "1", false), _cluster("b", {"stage": "y"}, "2", false)]}
	results := fleet_baseline_versions.deny with input as {"fleet": fleet, "parameters": {"baselineVersions": 1}}
	{result.message | some result in results} == {"another version of the baseline pod-security than most clusters without the label environment"}
	parameters := {"baselineVersions": 1, "environmentLabel": "stage"}
	count(fleet_baseline_versions.deny) == 0 with input as {"fleet": fleet, "parameters": parameters}
}
