package security.lib.rbac_test

import data.security.lib.rbac
import data.security.lib.samples

test_grants if {
	rbac.grants(samples.core(["pods", "secrets"], ["get"]), "", {"secrets"}, {"get", "list"})
	rbac.grants(samples.core(["*"], ["get"]), "", {"secrets"}, {"get"})
	rbac.grants(samples.core(["secrets"], ["*"]), "", {"secrets"}, {"get"})
	rbac.grants({"apiGroups": ["*"], "resources": ["secrets"], "verbs": ["get"]}, "", {"secrets"}, {"get"})
}

test_grants_nothing_else if {
	not rbac.grants(samples.core(["secrets"], ["create"]), "", {"secrets"}, {"get"})
	not rbac.grants(samples.core(["secrets/status"], ["get"]), "", {"secrets"}, {"get"})
	not rbac.grants({"apiGroups": ["apps"], "resources": ["secrets"], "verbs": ["get"]}, "", {"secrets"}, {"get"})
	not rbac.grants({"nonResourceURLs": ["*"], "verbs": ["get"]}, "", {"secrets"}, {"get"})
}

test_subresources if {
	rbac.grants(samples.core(["pods/exec"], ["create"]), "", {"pods/exec"}, {"create"})
	rbac.grants(samples.core(["*/exec"], ["create"]), "", {"pods/exec"}, {"create"})
	rbac.grants(samples.core(["*"], ["create"]), "", {"pods/exec"}, {"create"})
	not rbac.grants(samples.core(["pods/*"], ["create"]), "", {"pods/exec"}, {"create"})
	not rbac.grants(samples.core(["pods"], ["create"]), "", {"pods/exec"}, {"create"})
	not rbac.grants(samples.core(["*/exec"], ["create"]), "", {"pods"}, {"create"})
}

test_named if {
	rbac.named({"resourceNames": ["one"]})
	not rbac.named({"resourceNames": []})
	not rbac.named({})
}

test_the_empty_name_names_nothing if {
	not rbac.named({"resourceNames": ["one", ""]})
}

test_names_of_subjects if {
	rbac.name(samples.group("admins")) == "Group:admins"
	rbac.name({"kind": "User", "namespace": "shop", "name": "ada"}) == "User:ada"
	own := {"metadata": {"name": "admins", "namespace": "shop"}}
	rbac.name({"kind": "ServiceAccount", "name": "agent"}) == "ServiceAccount:shop/agent" with input.object as own
	rbac.name(samples.service_account("delivery", "agent")) == "ServiceAccount:delivery/agent" with input.object as own
	rbac.name({"kind": "ServiceAccount", "name": "agent"}) == "ServiceAccount:/agent" with input.object as {"metadata": {}}
}
