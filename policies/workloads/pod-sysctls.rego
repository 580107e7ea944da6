# METADATA
# title: Only safe kernel settings
# description: >-
#   Kernel settings outside the safe set reach beyond the pod and can bring down the node. The safe set grew
#   with v1.27, v1.29, v1.32 and v1.37 of the Pod Security Standards.
# custom:
#   id: pod-sysctls
#   severity: medium
#   enforcement: deny
#   scope: object
#   kinds: [Pod, PodTemplate, ReplicationController, apps/DaemonSet, apps/Deployment, apps/ReplicaSet, apps/StatefulSet, batch/CronJob, batch/Job]
#   controls: [pss-baseline-sysctls, nist-cm-6, nist-cm-7]
#   parameters:
#     podSecurityVersion:
#       description: >-
#         Version of the Pod Security Standards, `latest` or one like `v1.34`. Anything else counts as latest.
#       default: latest
#       example: latest
#   remediation: Remove the setting from securityContext.sysctls.
package security.pod_sysctls

import data.security.lib.pod_security
import data.security.lib.pods

# The minor version since which a setting counts as safe.
_safe := {
	"kernel.shm_rmid_forced": 0,
	"net.ipv4.ip_local_port_range": 0,
	"net.ipv4.ip_unprivileged_port_start": 0,
	"net.ipv4.ping_group_range": 0,
	"net.ipv4.tcp_syncookies": 0,
	"net.ipv4.ip_local_reserved_ports": 27,
	"net.ipv4.tcp_fin_timeout": 29,
	"net.ipv4.tcp_keepalive_intvl": 29,
	"net.ipv4.tcp_keepalive_probes": 29,
	"net.ipv4.tcp_keepalive_time": 29,
	"net.ipv4.tcp_rmem": 32,
	"net.ipv4.tcp_wmem": 32,
	"net.ipv4.tcp_notsent_lowat": 37,
	"net.ipv4.tcp_slow_start_after_idle": 37,
}

deny contains result if {
	some index, sysctl in pods.spec.securityContext.sysctls
	not _is_safe(sysctl)
	result := {
		"message": sprintf("the pod sets the kernel parameter %s", [object.get(pods.or_empty(sysctl), "name", "without name")]),
		"path": array.concat(pods.path, ["securityContext", "sysctls", index]),
		"fix": "remove the kernel parameter",
	}
}

_is_safe(sysctl) if pod_security.since(_safe[sysctl.name])
