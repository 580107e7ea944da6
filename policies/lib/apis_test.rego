package security.lib.apis_test

import data.security.lib.apis

_object(version, kind) := {"apiVersion": version, "kind": kind, "metadata": {"name": "web"}}

_claims(version) := {"claims": {"kubeversion.open-cluster-management.io": version}}

test_what_upstream_declares if {
	declared := [
		["admissionregistration.k8s.io/v1beta1", "MutatingWebhookConfiguration", 16, 22, "admissionregistration.k8s.io/v1"],
		["admissionregistration.k8s.io/v1beta1", "ValidatingWebhookConfiguration", 16, 22, "admissionregistration.k8s.io/v1"],
		["admissionregistration.k8s.io/v1beta1", "ValidatingAdmissionPolicy", 31, 34, "admissionregistration.k8s.io/v1"],
		["admissionregistration.k8s.io/v1beta1", "ValidatingAdmissionPolicyBinding", 31, 34, "admissionregistration.k8s.io/v1"],
		["admissionregistration.k8s.io/v1beta1", "MutatingAdmissionPolicy", 37, 40, "admissionregistration.k8s.io/v1"],
		["admissionregistration.k8s.io/v1beta1", "MutatingAdmissionPolicyBinding", 37, 40, "admissionregistration.k8s.io/v1"],
		["apiextensions.k8s.io/v1beta1", "CustomResourceDefinition", 16, 22, "apiextensions.k8s.io/v1"],
		["apiregistration.k8s.io/v1beta1", "APIService", 19, 22, "apiregistration.k8s.io/v1"],
		["apps/v1beta1", "ControllerRevision", 8, 16, "apps/v1"],
		["apps/v1beta1", "Deployment", 8, 16, "apps/v1"],
		["apps/v1beta1", "StatefulSet", 8, 16, "apps/v1"],
		["apps/v1beta2", "ControllerRevision", 9, 16, "apps/v1"],
		["apps/v1beta2", "DaemonSet", 9, 16, "apps/v1"],
		["apps/v1beta2", "Deployment", 9, 16, "apps/v1"],
		["apps/v1beta2", "ReplicaSet", 9, 16, "apps/v1"],
		["apps/v1beta2", "StatefulSet", 9, 16, "apps/v1"],
		["autoscaling/v2beta1", "HorizontalPodAutoscaler", 22, 25, "autoscaling/v2"],
		["autoscaling/v2beta2", "HorizontalPodAutoscaler", 23, 26, "autoscaling/v2"],
		["batch/v1beta1", "CronJob", 21, 25, "batch/v1"],
		["certificates.k8s.io/v1beta1", "CertificateSigningRequest", 19, 22, "certificates.k8s.io/v1"],
		["certificates.k8s.io/v1beta1", "ClusterTrustBundle", 37, 40, "certificates.k8s.io/v1"],
		["certificates.k8s.io/v1beta1", "PodCertificateRequest", 37, 40, "certificates.k8s.io/v1"],
		["coordination.k8s.io/v1beta1", "Lease", 19, 22, "coordination.k8s.io/v1"],
		["coordination.k8s.io/v1beta1", "LeaseCandidate", 36, 39, ""],
		["discovery.k8s.io/v1beta1", "EndpointSlice", 21, 25, "discovery.k8s.io/v1"],
		["events.k8s.io/v1beta1", "Event", 22, 25, "events.k8s.io/v1"],
		["extensions/v1beta1", "DaemonSet", 8, 16, "apps/v1"],
		["extensions/v1beta1", "Deployment", 8, 16, "apps/v1"],
		["extensions/v1beta1", "ReplicaSet", 8, 16, "apps/v1"],
		["extensions/v1beta1", "NetworkPolicy", 9, 16, "networking.k8s.io/v1"],
		["extensions/v1beta1", "PodSecurityPolicy", 11, 16, ""],
		["extensions/v1beta1", "Ingress", 14, 22, "networking.k8s.io/v1"],
		["flowcontrol.apiserver.k8s.io/v1beta1", "FlowSchema", 23, 26, "flowcontrol.apiserver.k8s.io/v1"],
		["flowcontrol.apiserver.k8s.io/v1beta1", "PriorityLevelConfiguration", 23, 26, "flowcontrol.apiserver.k8s.io/v1"],
		["flowcontrol.apiserver.k8s.io/v1beta2", "FlowSchema", 26, 29, "flowcontrol.apiserver.k8s.io/v1"],
		["flowcontrol.apiserver.k8s.io/v1beta2", "PriorityLevelConfiguration", 26, 29, "flowcontrol.apiserver.k8s.io/v1"],
		["flowcontrol.apiserver.k8s.io/v1beta3", "FlowSchema", 29, 32, "flowcontrol.apiserver.k8s.io/v1"],
		["flowcontrol.apiserver.k8s.io/v1beta3", "PriorityLevelConfiguration", 29, 32, "flowcontrol.apiserver.k8s.io/v1"],
		["networking.k8s.io/v1beta1", "Ingress", 19, 22, "networking.k8s.io/v1"],
		["networking.k8s.io/v1beta1", "IngressClass", 19, 22, "networking.k8s.io/v1"],
		["networking.k8s.io/v1beta1", "IPAddress", 34, 37, "networking.k8s.io/v1"],
		["networking.k8s.io/v1beta1", "ServiceCIDR", 34, 37, "networking.k8s.io/v1"],
		["node.k8s.io/v1beta1", "RuntimeClass", 22, 25, "node.k8s.io/v1"],
		["policy/v1beta1", "PodSecurityPolicy", 21, 25, ""],
		["policy/v1beta1", "PodDisruptionBudget", 21, 25, "policy/v1"],
		["rbac.authorization.k8s.io/v1beta1", "ClusterRole", 17, 22, "rbac.authorization.k8s.io/v1"],
		["rbac.authorization.k8s.io/v1beta1", "ClusterRoleBinding", 17, 22, "rbac.authorization.k8s.io/v1"],
		["rbac.authorization.k8s.io/v1beta1", "Role", 17, 22, "rbac.authorization.k8s.io/v1"],
		["rbac.authorization.k8s.io/v1beta1", "RoleBinding", 17, 22, "rbac.authorization.k8s.io/v1"],
		["resource.k8s.io/v1beta1", "DeviceClass", 35, 38, "resource.k8s.io/v1"],
		["resource.k8s.io/v1beta1", "ResourceClaim", 35, 38, "resource.k8s.io/v1"],
		["resource.k8s.io/v1beta1", "ResourceClaimTemplate", 35, 38, "resource.k8s.io/v1"],
		["resource.k8s.io/v1beta1", "ResourceSlice", 35, 38, "resource.k8s.io/v1"],
		["resource.k8s.io/v1beta2", "DeviceClass", 36, 39, "resource.k8s.io/v1"],
		["resource.k8s.io/v1beta2", "ResourceClaim", 36, 39, "resource.k8s.io/v1"],
		["resource.k8s.io/v1beta2", "ResourceClaimTemplate", 36, 39, "resource.k8s.io/v1"],
		["resource.k8s.io/v1beta2", "ResourceSlice", 36, 39, "resource.k8s.io/v1"],
		["resource.k8s.io/v1beta2", "DeviceTaintRule", 39, 42, ""],
		["scheduling.k8s.io/v1beta1", "PriorityClass", 14, 22, "scheduling.k8s.io/v1"],
		["scheduling.k8s.io/v1beta1", "PodGroup", 40, 43, ""],
		["scheduling.k8s.io/v1beta1", "Workload", 40, 43, ""],
		["storage.k8s.io/v1beta1", "CSINode", 17, 22, "storage.k8s.io/v1"],
		["storage.k8s.io/v1beta1", "CSIDriver", 19, 22, "storage.k8s.io/v1"],
		["storage.k8s.io/v1beta1", "StorageClass", 19, 22, "storage.k8s.io/v1"],
		["storage.k8s.io/v1beta1", "VolumeAttachment", 19, 22, "storage.k8s.io/v1"],
		["storage.k8s.io/v1beta1", "CSIStorageCapacity", 24, 27, "storage.k8s.io/v1"],
		["storage.k8s.io/v1beta1", "VolumeAttributesClass", 34, 37, "storage.k8s.io/v1"],
		["storagemigration.k8s.io/v1beta1", "StorageVersionMigration", 37, 40, "storagemigration.k8s.io/v1"],
	]
	every entry in declared {
		[version, kind, deprecated, removed, use] = entry
		found := apis.lifecycle with input.object as _object(version, kind)
		[found.deprecated, found.removed, found.use] == [deprecated, removed, use]
	}
}

test_versions_that_nothing_ends if {
	not apis.lifecycle with input.object as _object("apps/v1", "Deployment")
	not apis.lifecycle with input.object as _object("apps/v1beta1", "DaemonSet")
	not apis.lifecycle with input.object as _object("acme.example/v1beta1", "Deployment")
}

test_the_version_of_the_cluster if {
	every claimed in ["v1.29.4", "1.29.4", "v1.29", "v1.29.4-eks-113cf36", "v1.29+"] {
		apis.minor == 29 with input as {"cluster": _claims(claimed), "parameters": {"kubernetesVersion": "v1.31"}}
	}
	apis.minor == 31 with input as {"cluster": {"claims": {}}, "parameters": {"kubernetesVersion": "v1.31"}}
}

test_a_cluster_of_no_known_version_counts_as_the_newest if {
	apis.minor == 37 with input as {"cluster": {"claims": {}}, "parameters": {}}
	every claimed in ["", "v2.1", "1.", "newest", "v1.x", "x1.29", "1.99999"] {
		apis.minor == 37 with input as {"cluster": _claims(claimed), "parameters": {}}
	}
}

test_what_to_write_instead if {
	apis.replacement == "write it as batch/v1" with input.object as _object("batch/v1beta1", "CronJob")
	psp := _object("policy/v1beta1", "PodSecurityPolicy")
	apis.replacement == "do without it: no other version serves this kind" with input.object as psp
}
