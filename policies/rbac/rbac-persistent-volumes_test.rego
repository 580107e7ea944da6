package security.rbac_persistent_volumes_test

import data.security.lib.samples
import data.security.rbac_persistent_volumes

test_pass if {
	count(rbac_persistent_volumes.deny) == 0 with input.object as samples.role([{"apiGroups": [""], "resources": ["persistentvolumeclaims"], "verbs": ["create"]}])
	count(rbac_persistent_volumes.deny) == 0 with input.object as samples.role(null)
}

test_fail if {
	results := rbac_persistent_volumes.deny with input.object as samples.role([{"apiGroups": [""], "resources": ["persistentvolumeclaims"], "verbs": ["create"]}, {"apiGroups": [""], "resources": ["persistentvolumes"], "verbs": ["create"]}])
	samples.fields(results) == {"rules.1"}
}

test_wildcards_grant_it_too if {
	all := {"apiGroups": ["*"], "resources": ["*"], "verbs": ["*"]}
	count(rbac_persistent_volumes.deny) == 1 with input.object as samples.role([all])
}
