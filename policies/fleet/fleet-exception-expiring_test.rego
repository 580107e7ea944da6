package security.fleet_exception_expiring_test

import data.security.fleet_exception_expiring

_fleet(fields) := {"exceptions": [object.union({"name": "legacy", "owner": "shop", "expires": "2026-12-31"}, fields)]}

test_pass if {
	count(fleet_exception_expiring.deny) == 0 with input as {"fleet": _fleet({"state": "active", "daysLeft": 14}), "parameters": {}}
}

test_fail if {
	results := fleet_exception_expiring.deny with input as {"fleet": _fleet({"state": "active", "daysLeft": 13}), "parameters": {}}
	{result.message | some result in results} == {"exception legacy of shop expires on 2026-12-31"}
}

test_only_those_in_force if {
	count(fleet_exception_expiring.deny) == 0 with input as {"fleet": _fleet({"state": "expired", "daysLeft": -1}), "parameters": {}}
	count(fleet_exception_expiring.deny) == 0 with input as {"fleet": _fleet({"state": "pending", "daysLeft": 5}), "parameters": {}}
}

test_parameter if {
	fleet := _fleet({"state": "active", "daysLeft": 20})
	count(fleet_exception_expiring.deny) == 1 with input as {"fleet": fleet, "parameters": {"exceptionDays": 30}}
}
