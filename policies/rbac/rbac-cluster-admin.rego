# METADATA
# title: Only those on the list are cluster-admin
# description: >-
#   cluster-admin may do everything. The parameter `clusterAdmins` lists who may have it, as
#   `Group:name`, `User:name` or `ServiceAccount:namespace/name`.
# custom:
#   id: rbac-cluster-admin
#   severity: critical
#   enforcement: deny
#   scope: object
#   kinds: [rbac.authorization.k8s.io/ClusterRoleBinding, rbac.authorization.k8s.io/RoleBinding]
#   controls: [nist-ac-6.5, nist-ac-6, pci-7.2.2]
#   remediation: >-
#     Bind a role with fewer rights, or add the subject to the parameter `clusterAdmins` of the
#     policies in mcp.yaml.
package security.rbac_cluster_admin

import data.security.lib.rbac

deny contains result if {
	input.object.roleRef.kind == "ClusterRole"
	input.object.roleRef.name == "cluster-admin"
	some subject in rbac.subjects
	name := _name(subject.spec)
	not name in object.get(input.parameters, "clusterAdmins", [])
	result := {
		"message": sprintf("%s becomes cluster-admin", [name]),
		"path": subject.path,
		"fix": "bind a role with fewer rights",
	}
}

_name(subject) := sprintf("ServiceAccount:%s/%s", [namespace, subject.name]) if {
	subject.kind == "ServiceAccount"
	namespace := object.get(subject, "namespace", object.get(input.object.metadata, "namespace", ""))
} else := sprintf("%s:%s", [subject.kind, subject.name])
