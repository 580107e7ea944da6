package security.audit_policy_test

import data.security.audit_policy
import data.security.lib.samples

_policy(rules) := {"apiVersion": "audit.k8s.io/v1", "kind": "Policy", "rules": rules}

_config_map(text) := samples.document("v1", "ConfigMap", {"data": {"audit.yaml": text}})

_rest := {"level": "Metadata"}

_core(names) := {"level": "Metadata", "resources": [{"group": "", "resources": names}]}

_tokens := {"level": "Metadata", "resources": [{"group": "authentication.k8s.io", "resources": ["tokenreviews"]}]}

_hidden := [_core(["secrets", "configmaps", "serviceaccounts/token"]), _tokens]

_denied(rules) := samples.messages(results) if {
	results := audit_policy.deny with input.object as _policy(rules)
}

_leaks(rules) if {
	_denied(array.concat(rules, [_rest])) == {
		"the bodies of configmaps get into the audit log",
		"the bodies of secrets get into the audit log",
		"the bodies of serviceaccounts/token get into the audit log",
		"the bodies of tokenreviews get into the audit log",
	}
}

test_pass if {
	_denied([_rest]) == set()
	_denied(array.concat(_hidden, [{"level": "RequestResponse"}])) == set()
	_denied(array.concat(_hidden, [{"level": "Request", "verbs": ["create"]}, _rest])) == set()
	_denied([{"level": "None", "users": ["system:kube-proxy"]}, _rest]) == set()
}

test_fail if {
	_denied([]) == {"no rule logs what the others leave over"}
	_leaks([{"level": "Request"}])
	_leaks([{"level": "RequestResponse", "verbs": ["create"]}])
}

test_every_condition_leaves_something_over if {
	every condition in ["namespaces", "nonResourceURLs", "resources", "userGroups", "users", "verbs"] {
		count(_denied([{"level": "Metadata", condition: ["some"]}])) == 1
	}
	count(_denied([{"level": "None"}, _rest])) == 1
}

test_paths if {
	results := audit_policy.deny with input.object as _policy([_core(["pods"]), {"level": "Request"}])
	samples.fields(results) == {"rules.1"}
	nothing := audit_policy.deny with input.object as _policy([])
	{result.path | some result in nothing} == {[]}
}

_request(resources) := {"level": "Request", "resources": [resources]}

test_resources_of_a_rule if {
	leaking := {
		"secrets": ["secrets"],
		"configmaps": ["configmaps"],
		"serviceaccounts/token": ["serviceaccounts/token", "*/token", "serviceaccounts/*"],
	}
	every resource, names in leaking {
		every name in names {
			messages := _denied([_request({"group": "", "resources": ["pods", name]}), _rest])
			messages == {sprintf("the bodies of %s get into the audit log", [resource])}
		}
	}
	count(_denied([_request({"resources": ["*"]}), _rest])) == 3
	count(_denied([_request({"group": ""}), _rest])) == 3
	count(_denied([_request({}), _rest])) == 3
	count(_denied([_request({"group": "authentication.k8s.io"}), _rest])) == 1
	count(_denied([_request({"group": "authentication.k8s.io", "resources": ["*"]}), _rest])) == 1
	count(_denied([_request({"group": "authentication.k8s.io", "resources": ["tokenreviews"]}), _rest])) == 1
	_denied([_request({"group": "apps"}), _rest]) == set()
	_denied([_request({"group": "apps", "resources": ["secrets", "*"]}), _rest]) == set()
	_denied([_request({"group": "", "resources": ["pods", "serviceaccounts"]}), _rest]) == set()
	_denied([{"level": "Request", "nonResourceURLs": ["/metrics"]}, _rest]) == set()
}

test_an_earlier_rule_for_some_settles_nothing if {
	every condition in ["namespaces", "userGroups", "users", "verbs"] {
		some_of_them := [object.union(rule, {condition: ["some"]}) | some rule in _hidden]
		_leaks(array.concat(some_of_them, [{"level": "Request"}]))
	}
	named := {"level": "Metadata", "resources": [{"group": "", "resources": ["secrets"], "resourceNames": ["one"]}]}
	_leaks([named, {"level": "Request"}])
	_leaks([{"level": "Metadata", "nonResourceURLs": ["/metrics"]}, {"level": "Request"}])
}

test_what_comes_after_everything_is_never_asked if {
	_denied([_rest, {"level": "Request"}]) == set()
}

test_policies_in_config_maps if {
	leaking := _config_map("apiVersion: audit.k8s.io/v1\nkind: Policy\nrules: [{level: Request}]\n")
	results := audit_policy.deny with input.object as leaking
	count(results) == 4
	samples.fields(results) == {"data.audit.yaml"}
	count(audit_policy.not_applicable) == 0 with input.object as leaking
	count(audit_policy.not_applicable) == 0 with input.object as _policy([])
}

test_the_place_of_a_config_map_without_rules if {
	results := audit_policy.deny with input.object as _config_map("apiVersion: audit.k8s.io/v1\nkind: Policy\n")
	samples.fields(results) == {"data.audit.yaml"}
}

test_config_maps_of_something_else if {
	others := [
		"audit.k8s.io/v1",
		"apiVersion: v1\nkind: Policy\nmetadata: {name: audit.k8s.io/v1}\n",
		"apiVersion: audit.k8s.io/v1\nkind: Event\n",
		"apiVersion: [audit.k8s.io/v1",
	]
	every text in others {
		reasons := audit_policy.not_applicable with input.object as _config_map(text)
		reasons == {"the ConfigMap holds no audit policy"}
	}
	secret := object.union(_config_map("apiVersion: audit.k8s.io/v1\nkind: Policy\n"), {"kind": "Secret"})
	count(audit_policy.deny) == 0 with input.object as secret
}

test_null_is_no_condition if {
	_leaks([{"level": "Request", "users": null, "resources": null}])
	secrets := {"level": "Request", "resources": [{"group": null, "resources": ["secrets"]}]}
	_denied([secrets, _rest]) == {"the bodies of secrets get into the audit log"}
	count(_denied([{"level": "Request", "resources": [{"resources": null}]}, _rest])) == 3
}
