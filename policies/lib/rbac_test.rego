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

test_named if {
	rbac.named({"resourceNames": ["one"]})
	not rbac.named({"resourceNames": []})
	not rbac.named({})
}
