# Objects for the tests of the policies.
package security.lib.samples

digest := "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"

document(api_version, kind, rest) := object.union(
	{"apiVersion": api_version, "kind": kind, "metadata": {"name": "web", "namespace": "shop"}},
	rest,
)

pod(spec) := document("v1", "Pod", {"spec": spec})

# A pod of one container with these fields.
contained(fields) := pod({"containers": [object.union({"name": "web", "image": "registry.example/web:1.2"}, fields)]})

# A pod of one container with this securityContext.
secured(context) := contained({"securityContext": context})

# The same pod specification in every kind that embeds one.
workloads(spec) := [
	pod(spec),
	document("v1", "PodTemplate", {"template": {"spec": spec}}),
	document("v1", "ReplicationController", {"spec": {"template": {"spec": spec}}}),
	document("apps/v1", "DaemonSet", {"spec": {"template": {"spec": spec}}}),
	document("apps/v1", "Deployment", {"spec": {"template": {"spec": spec}}}),
	document("apps/v1", "ReplicaSet", {"spec": {"template": {"spec": spec}}}),
	document("apps/v1", "StatefulSet", {"spec": {"template": {"spec": spec}}}),
	document("batch/v1", "Job", {"spec": {"template": {"spec": spec}}}),
	document("batch/v1", "CronJob", {"spec": {"jobTemplate": {"spec": {"template": {"spec": spec}}}}}),
]

# A pod that no policy finds fault with.
hardened := pod({
	"automountServiceAccountToken": false,
	"securityContext": {
		"runAsNonRoot": true,
		"runAsUser": 65532,
		"runAsGroup": 65532,
		"seccompProfile": {"type": "RuntimeDefault"},
	},
	"containers": [{
		"name": "web",
		"image": sprintf("registry.example/web@%s", [digest]),
		"resources": {"requests": {"cpu": "50m", "memory": "64Mi"}, "limits": {"memory": "64Mi"}},
		"securityContext": {
			"allowPrivilegeEscalation": false,
			"capabilities": {"drop": ["ALL"]},
			"readOnlyRootFilesystem": true,
		},
		"readinessProbe": {"httpGet": {"path": "/ready", "port": 8080}},
		"livenessProbe": {"httpGet": {"path": "/alive", "port": 8080}},
	}],
})

# The input in which an object is judged by a version of the Pod Security Standards.
at(version, object) := {"object": object, "parameters": {"podSecurityVersion": version}}

role(rules) := {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": "ClusterRole",
	"metadata": {"name": "reader"},
	"rules": rules,
}

core(resources, verbs) := {"apiGroups": [""], "resources": resources, "verbs": verbs}

binding(role_name, subjects) := {
	"apiVersion": "rbac.authorization.k8s.io/v1",
	"kind": "ClusterRoleBinding",
	"metadata": {"name": "readers"},
	"roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": role_name},
	"subjects": subjects,
}

group(name) := {"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": name}

service_account(namespace, name) := {"kind": "ServiceAccount", "namespace": namespace, "name": name}

# The fields that results point at, as text.
fields(results) := {concat(".", [sprintf("%v", [part]) | some part in result.path]) | some result in results}

messages(results) := {result.message | some result in results}
