package acme.team_label_test

import data.acme.team_label

_object(metadata) := {"kind": "DaemonSet", "metadata": metadata}

test_pass if {
	count(team_label.deny) == 0 with input.object as _object({"name": "web", "labels": {"acme.example/team": "shop"}})
}

test_fail if {
	count(team_label.deny) == 1 with input.object as _object({"name": "web", "labels": {"app": "web"}})
	count(team_label.deny) == 1 with input.object as _object({"name": "web"})
}

test_an_empty_team_answers_for_nothing if {
	count(team_label.deny) == 1 with input.object as _object({"name": "web", "labels": {"acme.example/team": ""}})
}
