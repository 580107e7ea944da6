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
	account := {"kind": "ServiceAccount", "metadata": {"name": "default"}}
	mounted := rbac_default_service_account.deny with input.object as account
	samples.fields(mounted) == {"automountServiceAccountToken"}
}

test_others_called_default if {
	namesake := object.union(samples.binding("view", []), {"metadata": {"name": "default"}})
	count(rbac_default_service_account.deny) == 0 with input.object as namesake
	count(rbac_default_service_account.deny) == 0 with input.object as samples.binding("view", [samples.group("default")])
	count(rbac_default_service_account.deny) == 0 with input.object as {"kind": "ServiceAccount", "metadata": {"name": "web"}}
}

test_the_account_as_a_user if {
	user := {"apiGroup": "rbac.authorization.k8s.io", "kind": "User", "name": "system:serviceaccount:shop:default"}
	results := rbac_default_service_account.deny with input.object as samples.binding("view", [user])
	samples.fields(results) == {"subjects.0"}
	others := [object.union(user, {"name": "system:serviceaccount:shop:web"}), object.union(user, {"kind": "Group"})]
	count(rbac_default_service_account.deny) == 0 with input.object as samples.binding("view", others)
}
