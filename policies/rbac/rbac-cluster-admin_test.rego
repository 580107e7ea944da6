package security.rbac_cluster_admin_test

import data.security.lib.samples
import data.security.rbac_cluster_admin

_parameters := {"clusterAdmins": ["Group:break-glass", "ServiceAccount:delivery/agent"]}

test_pass if {
	subjects := [samples.group("break-glass"), samples.service_account("delivery", "agent")]
	count(rbac_cluster_admin.deny) == 0 with input as {"object": samples.binding("cluster-admin", subjects), "parameters": _parameters}
	others := [samples.group("developers")]
	count(rbac_cluster_admin.deny) == 0 with input as {"object": samples.binding("view", others), "parameters": _parameters}
}

test_fail if {
	subjects := [samples.group("break-glass"), samples.group("developers")]
	results := rbac_cluster_admin.deny with input as {"object": samples.binding("cluster-admin", subjects), "parameters": _parameters}
	samples.fields(results) == {"subjects.1"}
	samples.messages(results) == {"Group:developers becomes cluster-admin"}
}

test_without_a_list_nobody_is if {
	admins := samples.binding("cluster-admin", [samples.group("break-glass")])
	count(rbac_cluster_admin.deny) == 1 with input as {"object": admins, "parameters": {}}
}

test_a_role_of_that_name if {
	namesake := object.union(samples.binding("cluster-admin", [samples.group("developers")]), {"roleRef": {"kind": "Role"}})
	count(rbac_cluster_admin.deny) == 0 with input as {"object": namesake, "parameters": {}}
}

test_the_account_of_another_namespace if {
	admins := samples.binding("cluster-admin", [samples.service_account("shop", "agent")])
	count(rbac_cluster_admin.deny) == 1 with input as {"object": admins, "parameters": _parameters}
}

test_a_binding_without_subjects_gives_nobody_anything if {
	count(rbac_cluster_admin.deny) == 0 with input as {"object": samples.binding("cluster-admin", null), "parameters": {}}
}
