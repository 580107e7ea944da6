package security.fleet_exception_unused_test

import data.security.fleet_exception_unused

_fleet(fields) := {"exceptions": [object.union({"name": "legacy", "owner": "shop", "expires": "2026-12-31"}, fields)]}

test_pass if {
	count(fleet_exception_unused.deny) == 0 with input.fleet as _fleet({"unused": false})
}

test_fail if {
	results := fleet_exception_unused.deny with input.fleet as _fleet({"unused": true})
	{result.message | some result in results} == {"exception legacy of shop excepts nothing"}
}

test_without_exceptions if {
	count(fleet_exception_unused.deny) == 0 with input.fleet as {"exceptions": []}
}
