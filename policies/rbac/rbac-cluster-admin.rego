# METADATA
# title: Only those on the list are cluster-admin
# description: >-
#   cluster-admin may do everything, in one namespace or in all of them. Only the subjects that the
#   parameter `clusterAdmins` lists may be bound to it; without the list, nobody may.
# custom:
#   id: rbac-cluster-admin
#   severity: critical
#   enforcement: deny
#   scope: object
#   kinds: [rbac.authorization.k8s.io/ClusterRoleBinding, rbac.authorization.k8s.io/RoleBinding]
#   controls: [cis-5.1.1, nist-ac-6.5, nist-ac-6, pci-7.2.2]
#   parameters:
#     clusterAdmins:
#       description: Who may be cluster-admin, as Group:name, User:name or ServiceAccount:namespace/name.
#       default: []
#       example: [Group:break-glass]
#   remediation: >-
#     Bind a role with fewer rights, or add the subject to the parameter `clusterAdmins` of the
#     policies in mcp.yaml.
package security.rbac_cluster_admin

import data.security.lib.rbac

deny contains result if {
	input.object.roleRef.kind == "ClusterRole"
	input.object.roleRef.name == "cluster-admin"
	some subject in rbac.subjects
	name := rbac.name(subject.spec)
	not name in object.get(input.parameters, "clusterAdmins", [])
	result := {
		"message": sprintf("%s becomes cluster-admin", [name]),
		"path": subject.path,
		"fix": "bind a role with fewer rights",
	}
}
