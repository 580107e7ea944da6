package security.rbac_endpoints_test

import data.security.lib.samples
import data.security.rbac_endpoints

_slices(verb) := {"apiGroups": ["discovery.k8s.io"], "resources": ["endpointslices"], "verbs": [verb]}

test_pass if {
	reading := [samples.core(["endpoints"], ["get", "list", "watch"]), _slices("get")]
	count(rbac_endpoints.deny) == 0 with input.object as samples.role(reading)
	count(rbac_endpoints.deny) == 0 with input.object as samples.role([samples.core(["services"], ["create"])])
	count(rbac_endpoints.deny) == 0 with input.object as samples.role(null)
}

test_fail if {
	every verb in ["create", "patch", "update"] {
		results := rbac_endpoints.deny with input.object as samples.role([_slices("get"), samples.core(["endpoints"], [verb])])
		samples.fields(results) == {"rules.1"}
		count(rbac_endpoints.deny) == 1 with input.object as samples.role([_slices(verb)])
	}
}

test_named_endpoints_are_a_decision if {
	rule := object.union(samples.core(["endpoints"], ["update"]), {"resourceNames": ["leader-election"]})
	count(rbac_endpoints.deny) == 0 with input.object as samples.role([rule])
}
