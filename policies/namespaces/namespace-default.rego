# METADATA
# title: Nothing lives in the namespace default
# description: What lives in default escapes the quotas, policies and roles that namespaces of their own have.
# custom:
#   id: namespace-default
#   severity: low
#   enforcement: deny
#   scope: object
#   kinds: []
#   controls: [cis-5.6.4, nist-ac-3, nist-cm-6, nist-sc-7]
#   remediation: Give the object a namespace of its own.
package security.namespace_default

_namespaced := {
	"ConfigMap",
	"CronJob",
	"DaemonSet",
	"Deployment",
	"Job",
	"NetworkPolicy",
	"PersistentVolumeClaim",
	"Pod",
	"PodTemplate",
	"ReplicaSet",
	"ReplicationController",
	"Role",
	"RoleBinding",
	"Secret",
	"Service",
	"ServiceAccount",
	"StatefulSet",
}

deny contains result if {
	_default
	result := {
		"message": sprintf("%s %s lives in the namespace default", [input.object.kind, input.object.metadata.name]),
		"path": ["metadata", "namespace"],
		"fix": "give it a namespace of its own",
	}
}

_default if input.object.metadata.namespace == "default"

_default if {
	input.object.kind in _namespaced
	object.get(input.object.metadata, "namespace", "") == ""
}
