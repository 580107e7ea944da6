# What lives in namespaces, and which namespaces pods are meant for.
package security.lib.namespaces

# Kubernetes' own.
system := {"kube-node-lease", "kube-public", "kube-system"}

# The namespaces that the cluster gets, and those that it gets workloads into.
of_workloads contains document.metadata.name if {
	some document in input.objects
	document.kind == "Namespace"
	document.apiVersion == "v1"
	not document.metadata.name in system
}

of_workloads contains document.metadata.namespace if {
	some document in input.objects
	document.kind in _workloads
}

_workloads := {
	"CronJob",
	"DaemonSet",
	"Deployment",
	"Job",
	"Pod",
	"ReplicaSet",
	"ReplicationController",
	"StatefulSet",
}

# The kinds of Kubernetes that live in namespaces, by group; whether a custom kind does, its manifest does not say.
namespaced if _in_namespaces[_group][input.object.kind]

_group := "" if not contains(input.object.apiVersion, "/")

_group := split(input.object.apiVersion, "/")[0] if contains(input.object.apiVersion, "/")

_in_namespaces := {
	"": {
		"ConfigMap",
		"Endpoints",
		"Event",
		"LimitRange",
		"PersistentVolumeClaim",
		"Pod",
		"PodTemplate",
		"ReplicationController",
		"ResourceQuota",
		"Secret",
		"Service",
		"ServiceAccount",
	},
	"apps": {"ControllerRevision", "DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"},
	"autoscaling": {"HorizontalPodAutoscaler"},
	"batch": {"CronJob", "Job"},
	"coordination.k8s.io": {"Lease", "LeaseCandidate"},
	"discovery.k8s.io": {"EndpointSlice"},
	"events.k8s.io": {"Event"},
	"networking.k8s.io": {"Ingress", "NetworkPolicy"},
	"policy": {"PodDisruptionBudget"},
	"rbac.authorization.k8s.io": {"Role", "RoleBinding"},
	"resource.k8s.io": {"ResourceClaim", "ResourceClaimTemplate"},
	"storage.k8s.io": {"CSIStorageCapacity"},
}
