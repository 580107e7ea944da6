# METADATA
# title: Only safe kernel settings
# description: Kernel settings outside the safe set reach beyond the pod and can bring down the node.
# custom:
#   id: pod-sysctls
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [pss-baseline-sysctls, nist-cm-6, nist-cm-7]
#   remediation: Remove the setting from securityContext.sysctls.
package security.pod_sysctls

import data.security.lib.pods

_safe := {
	"kernel.shm_rmid_forced",
	"net.ipv4.ip_local_port_range",
	"net.ipv4.ip_local_reserved_ports",
	"net.ipv4.ip_unprivileged_port_start",
	"net.ipv4.ping_group_range",
	"net.ipv4.tcp_fin_timeout",
	"net.ipv4.tcp_keepalive_intvl",
	"net.ipv4.tcp_keepalive_probes",
	"net.ipv4.tcp_keepalive_time",
	"net.ipv4.tcp_rmem",
	"net.ipv4.tcp_syncookies",
	"net.ipv4.tcp_wmem",
}

deny contains result if {
	some index, sysctl in pods.spec.securityContext.sysctls
	name := object.get(sysctl, "name", "")
	not name in _safe
	result := {
		"message": sprintf("the pod sets the kernel parameter %s", [name]),
		"path": array.concat(pods.path, ["securityContext", "sysctls", index]),
		"fix": "remove the kernel parameter",
	}
}
