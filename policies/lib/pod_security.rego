# Which level and version of the Pod Security Standards a cluster has to meet.
package security.lib.pod_security

import data.security.lib.clusters
import data.security.lib.pods

level := demanded if {
	demanded := input.parameters.podSecurityLevels[input.cluster.labels.environment]
} else := "restricted" if {
	clusters.production
} else := "baseline"

# Why the controls of the level restricted are not demanded. A level that does not exist demands everything, as the
# admission plugin has it.
not_restricted := sprintf("the cluster needs the level %s", [level]) if level in {"baseline", "privileged"}

# Whether the controls are those of v1.<minor> or later. `latest`, and whatever is no version, is what the admission
# plugin takes for its newest.
since(minor) if _minor >= minor

since(_) if not _minor

_minor := to_number(trim_prefix(version, "v1.")) if {
	version := input.parameters.podSecurityVersion
	regex.match(`^v1\.([0-9]|[1-9][0-9]*)$`, version)
}

# Why a control is not demanded by the version that is in force.
before(minor) := sprintf("the Pod Security Standards demand this since v1.%d", [minor]) if not since(minor)

# The version that stopped asking Windows pods for settings of Linux.
windows if {
	pods.windows
	since(25)
}

# The version that began to trust user namespaces.
user_namespace if {
	pods.user_namespace
	since(35)
}
