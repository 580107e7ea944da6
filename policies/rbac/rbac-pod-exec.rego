# METADATA
# title: Few may enter running pods
# description: >-
#   Through exec, attach, port-forward and ephemeral containers one acts inside a pod that passed
#   every check, with its secrets and its service account. The verb get is enough for connections
#   that begin as a WebSocket.
# custom:
#   id: rbac-pod-exec
#   severity: medium
#   enforcement: warn
#   scope: object
#   kinds: [rbac.authorization.k8s.io/ClusterRole, rbac.authorization.k8s.io/Role]
#   controls: [nist-ac-6, pci-7.2.2]
#   remediation: Grant pods/log to look, and entering pods only to a role that is given for an incident.
package security.rbac_pod_exec

import data.security.lib.rbac

_entrances := {
	"attach": {"resource": "pods/attach", "verbs": {"create", "get"}},
	"debug": {"resource": "pods/ephemeralcontainers", "verbs": {"patch", "update"}},
	"exec": {"resource": "pods/exec", "verbs": {"create", "get"}},
	"port-forward": {"resource": "pods/portforward", "verbs": {"create", "get"}},
}

deny contains result if {
	some rule in rbac.rules
	some name, entrance in _entrances
	rbac.grants(rule.spec, "", {entrance.resource}, entrance.verbs)
	not rbac.named(rule.spec)
	result := {
		"message": sprintf("the role may enter every pod by %s", [name]),
		"path": rule.path,
		"fix": sprintf("remove %s from the rule", [entrance.resource]),
	}
}
