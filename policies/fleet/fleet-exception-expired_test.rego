package security.fleet_exception_expired_test

import data.security.fleet_exception_expired

_fleet(fields) := {"exceptions": [object.union({"name": "legacy", "owner": "shop", "expires": "2026-12-31"}, fields)]}

test_pass if {
	count(fleet_exception_expired.deny) == 0 with input.fleet as _fleet({"state": "active"})
}

test_fail if {
	results := fleet_exception_expired.deny with input.fleet as _fleet({"state": "expired"})
	{result.message | some result in results} == {"exception legacy of shop expired on 2026-12-31"}
}

test_one_to_come_has_not_expired if {
	count(fleet_exception_expired.deny) == 0 with input.fleet as _fleet({"state": "pending"})
}
