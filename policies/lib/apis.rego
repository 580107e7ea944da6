# API versions that Kubernetes stops serving, and what version the cluster has.
package security.lib.apis

# The life of the version that the object is written in; undefined while nothing ends it.
lifecycle := found if {
	some found in _lifecycles
	found.version == input.object.apiVersion
	input.object.kind in found.kinds
}

# The minor version of the cluster: what it claims of itself, else the parameter `kubernetesVersion`. A cluster that is
# known by neither counts as the newest that this table knows.
minor := to_number(found) if {
	found := _minor(input.cluster.claims["kubeversion.open-cluster-management.io"])
} else := to_number(found) if {
	found := _minor(input.parameters.kubernetesVersion)
} else := _newest

_minor(version) := regex.find_all_string_submatch_n(`^v?1\.([0-9]{1,4})([^0-9].*)?$`, version, 1)[0][1]

replacement := sprintf("write it as %s", [lifecycle.use]) if {
	lifecycle.use != ""
} else := "do without it: no other version serves this kind"

_newest := 37

# Minor versions of Kubernetes 1: `deprecated` and `removed` as k8s.io/api declares them, up to its version 0.37. Alpha
# versions, which are off unless somebody switches them on, may go with any release and are not listed.
_lifecycles := [
	{"version": "admissionregistration.k8s.io/v1beta1", "deprecated": 16, "removed": 22, "use": "admissionregistration.k8s.io/v1", "kinds": {"MutatingWebhookConfiguration", "ValidatingWebhookConfiguration"}},
	{"version": "admissionregistration.k8s.io/v1beta1", "deprecated": 31, "removed": 34, "use": "admissionregistration.k8s.io/v1", "kinds": {"ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"}},
	{"version": "admissionregistration.k8s.io/v1beta1", "deprecated": 37, "removed": 40, "use": "admissionregistration.k8s.io/v1", "kinds": {"MutatingAdmissionPolicy", "MutatingAdmissionPolicyBinding"}},
	{"version": "apiextensions.k8s.io/v1beta1", "deprecated": 16, "removed": 22, "use": "apiextensions.k8s.io/v1", "kinds": {"CustomResourceDefinition"}},
	{"version": "apiregistration.k8s.io/v1beta1", "deprecated": 19, "removed": 22, "use": "apiregistration.k8s.io/v1", "kinds": {"APIService"}},
	{"version": "apps/v1beta1", "deprecated": 8, "removed": 16, "use": "apps/v1", "kinds": {"ControllerRevision", "Deployment", "StatefulSet"}},
	{"version": "apps/v1beta2", "deprecated": 9, "removed": 16, "use": "apps/v1", "kinds": {"ControllerRevision", "DaemonSet", "Deployment", "ReplicaSet", "StatefulSet"}},
	{"version": "autoscaling/v2beta1", "deprecated": 22, "removed": 25, "use": "autoscaling/v2", "kinds": {"HorizontalPodAutoscaler"}},
	{"version": "autoscaling/v2beta2", "deprecated": 23, "removed": 26, "use": "autoscaling/v2", "kinds": {"HorizontalPodAutoscaler"}},
	{"version": "batch/v1beta1", "deprecated": 21, "removed": 25, "use": "batch/v1", "kinds": {"CronJob"}},
	{"version": "certificates.k8s.io/v1beta1", "deprecated": 19, "removed": 22, "use": "certificates.k8s.io/v1", "kinds": {"CertificateSigningRequest"}},
	{"version": "certificates.k8s.io/v1beta1", "deprecated": 37, "removed": 40, "use": "certificates.k8s.io/v1", "kinds": {"ClusterTrustBundle", "PodCertificateRequest"}},
	{"version": "coordination.k8s.io/v1beta1", "deprecated": 19, "removed": 22, "use": "coordination.k8s.io/v1", "kinds": {"Lease"}},
	{"version": "coordination.k8s.io/v1beta1", "deprecated": 36, "removed": 39, "use": "", "kinds": {"LeaseCandidate"}},
	{"version": "discovery.k8s.io/v1beta1", "deprecated": 21, "removed": 25, "use": "discovery.k8s.io/v1", "kinds": {"EndpointSlice"}},
	{"version": "events.k8s.io/v1beta1", "deprecated": 22, "removed": 25, "use": "events.k8s.io/v1", "kinds": {"Event"}},
	{"version": "extensions/v1beta1", "deprecated": 8, "removed": 16, "use": "apps/v1", "kinds": {"DaemonSet", "Deployment", "ReplicaSet"}},
	{"version": "extensions/v1beta1", "deprecated": 9, "removed": 16, "use": "networking.k8s.io/v1", "kinds": {"NetworkPolicy"}},
	{"version": "extensions/v1beta1", "deprecated": 11, "removed": 16, "use": "", "kinds": {"PodSecurityPolicy"}},
	{"version": "extensions/v1beta1", "deprecated": 14, "removed": 22, "use": "networking.k8s.io/v1", "kinds": {"Ingress"}},
	{"version": "flowcontrol.apiserver.k8s.io/v1beta1", "deprecated": 23, "removed": 26, "use": "flowcontrol.apiserver.k8s.io/v1", "kinds": {"FlowSchema", "PriorityLevelConfiguration"}},
	{"version": "flowcontrol.apiserver.k8s.io/v1beta2", "deprecated": 26, "removed": 29, "use": "flowcontrol.apiserver.k8s.io/v1", "kinds": {"FlowSchema", "PriorityLevelConfiguration"}},
	{"version": "flowcontrol.apiserver.k8s.io/v1beta3", "deprecated": 29, "removed": 32, "use": "flowcontrol.apiserver.k8s.io/v1", "kinds": {"FlowSchema", "PriorityLevelConfiguration"}},
	{"version": "networking.k8s.io/v1beta1", "deprecated": 19, "removed": 22, "use": "networking.k8s.io/v1", "kinds": {"Ingress", "IngressClass"}},
	{"version": "networking.k8s.io/v1beta1", "deprecated": 34, "removed": 37, "use": "networking.k8s.io/v1", "kinds": {"IPAddress", "ServiceCIDR"}},
	{"version": "node.k8s.io/v1beta1", "deprecated": 22, "removed": 25, "use": "node.k8s.io/v1", "kinds": {"RuntimeClass"}},
	{"version": "policy/v1beta1", "deprecated": 21, "removed": 25, "use": "", "kinds": {"PodSecurityPolicy"}},
	{"version": "policy/v1beta1", "deprecated": 21, "removed": 25, "use": "policy/v1", "kinds": {"PodDisruptionBudget"}},
	{"version": "rbac.authorization.k8s.io/v1beta1", "deprecated": 17, "removed": 22, "use": "rbac.authorization.k8s.io/v1", "kinds": {"ClusterRole", "ClusterRoleBinding", "Role", "RoleBinding"}},
	{"version": "resource.k8s.io/v1beta1", "deprecated": 35, "removed": 38, "use": "resource.k8s.io/v1", "kinds": {"DeviceClass", "ResourceClaim", "ResourceClaimTemplate", "ResourceSlice"}},
	{"version": "resource.k8s.io/v1beta2", "deprecated": 36, "removed": 39, "use": "resource.k8s.io/v1", "kinds": {"DeviceClass", "ResourceClaim", "ResourceClaimTemplate", "ResourceSlice"}},
	{"version": "resource.k8s.io/v1beta2", "deprecated": 39, "removed": 42, "use": "", "kinds": {"DeviceTaintRule"}},
	{"version": "scheduling.k8s.io/v1beta1", "deprecated": 14, "removed": 22, "use": "scheduling.k8s.io/v1", "kinds": {"PriorityClass"}},
	{"version": "scheduling.k8s.io/v1beta1", "deprecated": 40, "removed": 43, "use": "", "kinds": {"PodGroup", "Workload"}},
	{"version": "storage.k8s.io/v1beta1", "deprecated": 17, "removed": 22, "use": "storage.k8s.io/v1", "kinds": {"CSINode"}},
	{"version": "storage.k8s.io/v1beta1", "deprecated": 19, "removed": 22, "use": "storage.k8s.io/v1", "kinds": {"CSIDriver", "StorageClass", "VolumeAttachment"}},
	{"version": "storage.k8s.io/v1beta1", "deprecated": 24, "removed": 27, "use": "storage.k8s.io/v1", "kinds": {"CSIStorageCapacity"}},
	{"version": "storage.k8s.io/v1beta1", "deprecated": 34, "removed": 37, "use": "storage.k8s.io/v1", "kinds": {"VolumeAttributesClass"}},
	{"version": "storagemigration.k8s.io/v1beta1", "deprecated": 37, "removed": 40, "use": "storagemigration.k8s.io/v1", "kinds": {"StorageVersionMigration"}},
]
