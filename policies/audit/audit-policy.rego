# METADATA
# title: The audit policy logs everything and no secrets
# description: >-
#   A request that no rule of an audit policy matches is not logged. A rule at the level Request or
#   RequestResponse writes the bodies of Secrets, ConfigMaps and tokens into the log, where more
#   people read them. Judged are audit policies as manifests and in ConfigMaps; how the API server
#   is started is not in git.
# custom:
#   id: audit-policy
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [ConfigMap, audit.k8s.io/Policy]
#   controls: [nsa-8.0, nist-au-2, nist-au-12, pci-10.2.1]
#   remediation: >-
#     Log secrets, configmaps, tokenreviews and serviceaccounts/token at the level Metadata first,
#     and end with a rule of that level without conditions.
package security.audit_policy

import data.security.lib.selectors

not_applicable contains "the ConfigMap holds no audit policy" if count(_policies) == 0

deny contains result if {
	some policy in _policies
	not _ends_logging(policy.rules)
	result := {
		"message": "no rule logs what the others leave over",
		"path": policy.path,
		"fix": "end with a rule of the level Metadata without conditions",
	}
}

deny contains result if {
	some policy in _policies
	some index, rule in policy.rules
	rule.level in {"Request", "RequestResponse"}
	some confidential in _confidential
	_reaches(rule, confidential)
	not _settled(array.slice(policy.rules, 0, index), confidential)
	result := {
		"message": sprintf("the bodies of %s get into the audit log", [confidential.resource]),
		"path": _path(policy, index),
		"fix": sprintf("log %s at the level Metadata in a rule before", [confidential.resource]),
	}
}

_confidential := [
	{"group": "", "resource": "configmaps", "names": {"*", "configmaps"}},
	{"group": "", "resource": "secrets", "names": {"*", "secrets"}},
	{
		"group": "",
		"resource": "serviceaccounts/token",
		"names": {"*", "*/token", "serviceaccounts/*", "serviceaccounts/token"},
	},
	{"group": "authentication.k8s.io", "resource": "tokenreviews", "names": {"*", "tokenreviews"}},
]

_policies contains {"path": [], "rules": object.get(input.object, "rules", [])} if _is_policy(input.object)

_policies contains {"path": ["data", key], "rules": object.get(document, "rules", [])} if {
	input.object.kind == "ConfigMap"
	some key, text in input.object.data
	contains(text, "audit.k8s.io/")
	document := yaml.unmarshal(text)
	_is_policy(document)
}

_is_policy(document) if {
	document.kind == "Policy"
	startswith(document.apiVersion, "audit.k8s.io/")
}

# The text in a ConfigMap has no path of its own below the key.
_path(policy, index) := ["rules", index] if policy.path == []

_path(policy, _) := policy.path if policy.path != []

_conditions := ["namespaces", "nonResourceURLs", "resources", "userGroups", "users", "verbs"]

# The first rule without conditions matches whatever is left.
_ends_logging(rules) if {
	last := [rule | some rule in rules; _unconditional(rule, _conditions)][0]
	last.level in {"Metadata", "Request", "RequestResponse"}
}

_unconditional(rule, conditions) if {
	every condition in conditions {
		not selectors.given(rule, condition)
	}
}

_reaches(rule, _) if _unconditional(rule, ["nonResourceURLs", "resources"])

_reaches(rule, confidential) if {
	some resources in rule.resources
	_names(resources, confidential)
}

_names(resources, confidential) if {
	_of_group(resources, confidential.group)
	not selectors.given(resources, "resources")
}

_names(resources, confidential) if {
	_of_group(resources, confidential.group)
	some name in resources.resources
	name in confidential.names
}

_of_group(resources, group) if resources.group == group

_of_group(resources, "") if object.get(resources, "group", null) == null

# An earlier rule takes all requests for them, so that later ones are not asked; what it logs is judged by itself.
_settled(before, confidential) if {
	some rule in before
	_unconditional(rule, ["namespaces", "userGroups", "users", "verbs"])
	_takes_all(rule, confidential)
}

_takes_all(rule, _) if _unconditional(rule, ["nonResourceURLs", "resources"])

_takes_all(rule, confidential) if {
	some resources in rule.resources
	_names(resources, confidential)
	not selectors.given(resources, "resourceNames")
}
