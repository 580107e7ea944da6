# METADATA
# title: No wildcards in roles
# description: >-
#   A wildcard as API group, resource, verb or URL grants what exists today and everything that an
#   operator will ever install. The built-in roles of Kubernetes hold some, and are not delivered:
#   see rbac-builtin-roles.
# custom:
#   id: rbac-wildcards
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [rbac.authorization.k8s.io/ClusterRole, rbac.authorization.k8s.io/Role]
#   controls: [cis-5.1.3, nist-ac-6, nist-cm-6, pci-7.2.1, pci-7.2.2]
#   remediation: Name the API groups, resources and verbs that are needed.
package security.rbac_wildcards

import data.security.lib.rbac

deny contains result if {
	some rule in rbac.rules
	some field in ["apiGroups", "nonResourceURLs", "resources", "verbs"]
	some index, value in rule.spec[field]
	_all(field, value)
	result := {
		"message": sprintf("a rule grants all %s", [field]),
		"path": array.concat(rule.path, [field, index]),
		"fix": "name what is needed",
	}
}

_all(_, "*")

# What ends with * stands for all URLs that begin like it.
_all("nonResourceURLs", "/*")
