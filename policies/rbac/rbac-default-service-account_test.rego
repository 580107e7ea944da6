package security.rbac_default_service_account_test

import data.security.lib.samples
import data.security.rbac_default_service_account

test_pass if {
	count(rbac_default_service_account.deny) == 0 with input.object as samples.binding("view", [samples.service_account("shop", "web")])
	account := {"kind": "ServiceAccount", "metadata": {"name": "default"}, "automountServiceAccountToken": false}
	count(rbac_default_service_account.deny) == 0 with input.object as account
}

test_fail if {
	results := rbac_default_service_account.deny with input.object as samples.binding("view", [samples.service_account("shop", "default")])
	samples.fields(results) == {"subjects.0"}
	count(rbac_default_service_account.deny) == 1 with input.object as {"kind": "ServiceAccount", "metadata": {"name": "default"}}
}

test_others_called_default if {
	count(rbac_default_service_account.deny) == 0 with input.object as samples.binding("view", [samples.group("default")])
	count(rbac_default_service_account.deny) == 0 with input.object as {"kind": "ServiceAccount", "metadata": {"name": "web"}}
}
