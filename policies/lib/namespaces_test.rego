package security.lib.namespaces_test

import data.security.lib.namespaces
import data.security.lib.samples

_namespace(name) := {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name}}

test_namespaces_that_are_delivered if {
	namespaces.of_workloads == {"shop"} with input.objects as [_namespace("shop")]
	every name in ["kube-node-lease", "kube-public", "kube-system"] {
		namespaces.of_workloads == set() with input.objects as [_namespace(name)]
	}
	other := object.union(_namespace("shop"), {"apiVersion": "acme.example/v1"})
	namespaces.of_workloads == set() with input.objects as [other]
}

test_namespaces_that_workloads_name if {
	every workload in _running {
		namespaces.of_workloads == {"shop"} with input.objects as [workload]
	}
	namespaces.of_workloads == set() with input.objects as [samples.document("v1", "ConfigMap", {})]
}

_running := [workload | some workload in samples.workloads({}); workload.kind != "PodTemplate"]

test_kinds_in_namespaces if {
	inside := {
		"v1": [
			"ConfigMap", "Endpoints", "Event", "LimitRange", "PersistentVolumeClaim", "Pod", "PodTemplate",
			"ReplicationController", "ResourceQuota", "Secret", "Service", "ServiceAccount",
		],
		"apps/v1": ["ControllerRevision", "DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"],
		"autoscaling/v2": ["HorizontalPodAutoscaler"],
		"batch/v1": ["CronJob", "Job"],
		"coordination.k8s.io/v1": ["Lease", "LeaseCandidate"],
		"discovery.k8s.io/v1": ["EndpointSlice"],
		"events.k8s.io/v1": ["Event"],
		"networking.k8s.io/v1": ["Ingress", "NetworkPolicy"],
		"policy/v1": ["PodDisruptionBudget"],
		"rbac.authorization.k8s.io/v1": ["Role", "RoleBinding"],
		"resource.k8s.io/v1": ["ResourceClaim", "ResourceClaimTemplate"],
		"storage.k8s.io/v1": ["CSIStorageCapacity"],
	}
	every version, kinds in inside {
		every kind in kinds {
			namespaces.namespaced with input.object as samples.document(version, kind, {})
		}
	}
}

test_kinds_of_the_whole_cluster_and_of_others if {
	not namespaces.namespaced with input.object as samples.document("rbac.authorization.k8s.io/v1", "ClusterRole", {})
	not namespaces.namespaced with input.object as samples.document("acme.example/v1", "Service", {})
	not namespaces.namespaced with input.object as samples.document("v1", "Namespace", {})
}
