package security.lib.pod_security_test

import data.security.lib.pod_security

_levels := {"staging": "restricted", "production": "baseline", "lab": "privileged", "typo": "restrictive"}

_cluster(environment, parameters) := {"cluster": {"labels": {"environment": environment}}, "parameters": parameters}

test_level_by_environment if {
	pod_security.level == "restricted" with input as _cluster("production", {})
	pod_security.level == "baseline" with input as _cluster("staging", {})
	pod_security.level == "restricted" with input as {"cluster": {"labels": {}}, "parameters": {}}
	pod_security.level == "restricted" with input as {}
}

test_level_by_parameter if {
	parameters := {"podSecurityLevels": _levels}
	pod_security.level == "baseline" with input as _cluster("production", parameters)
	pod_security.level == "restricted" with input as _cluster("staging", parameters)
	pod_security.level == "privileged" with input as _cluster("lab", parameters)
	pod_security.level == "baseline" with input as _cluster("development", parameters)
}

test_not_restricted if {
	parameters := {"podSecurityLevels": _levels}
	pod_security.not_restricted == "the cluster needs the level baseline" with input as _cluster("production", parameters)
	pod_security.not_restricted == "the cluster needs the level privileged" with input as _cluster("lab", parameters)
	not pod_security.not_restricted with input as _cluster("staging", parameters)
}

test_a_level_that_does_not_exist_demands_everything if {
	not pod_security.not_restricted with input as _cluster("typo", {"podSecurityLevels": _levels})
}

test_versions if {
	pod_security.since(0) with input as _version("v1.0")
	not pod_security.since(1) with input as _version("v1.0")
	pod_security.since(19) with input as _version("v1.19")
	not pod_security.since(20) with input as _version("v1.19")
	pod_security.since(9) with input as _version("v1.10")
	pod_security.since(37) with input as _version("v1.37")
}

test_anything_else_is_the_newest if {
	every version in ["latest", "", "1.20", "v1.020", "v1.20.1", "xv1.20", "v2.1", 1.2, null] {
		pod_security.since(900) with input as _version(version)
	}
	pod_security.since(900) with input as {"parameters": {}}
	pod_security.since(900) with input as {}
}

_version(version) := {"parameters": {"podSecurityVersion": version}}

test_before_a_version if {
	reason := pod_security.before(23) with input as _version("v1.22")
	reason == "the Pod Security Standards demand this since v1.23"
	not pod_security.before(23) with input as _version("v1.23")
}

test_windows if {
	windows := {"kind": "Pod", "spec": {"os": {"name": "windows"}}}
	pod_security.windows with input as _judged("v1.25", windows)
	not pod_security.windows with input as _judged("v1.24", windows)
	not pod_security.windows with input as _judged("v1.25", {"kind": "Pod", "spec": {}})
}

test_user_namespaces if {
	alone := {"kind": "Pod", "spec": {"hostUsers": false}}
	pod_security.user_namespace with input as _judged("v1.35", alone)
	not pod_security.user_namespace with input as _judged("v1.34", alone)
	not pod_security.user_namespace with input as _judged("v1.35", {"kind": "Pod", "spec": {}})
}

_judged(version, pod) := object.union(_version(version), {"object": pod})
