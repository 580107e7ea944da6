package security.namespace_pod_security_version_test

import data.security.lib.samples
import data.security.namespace_pod_security_version

_namespace(labels) := {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop", "labels": labels}}

_version(version) := _namespace({"pod-security.kubernetes.io/enforce-version": version})

test_pass if {
	every version in ["latest", "v1.34", "v1.0"] {
		count(namespace_pod_security_version.deny) == 0 with input.object as _version(version)
	}
}

test_fail if {
	results := namespace_pod_security_version.deny with input.object as _namespace({})
	samples.fields(results) == {"metadata.labels.pod-security.kubernetes.io/enforce-version"}
	{result.fix | some result in results} == {"set pod-security.kubernetes.io/enforce-version to a version or to latest"}
}

test_texts_that_are_no_version if {
	every version in ["", "1.34", "v1.34.2", "v1.034", "v2.1", "newest"] {
		count(namespace_pod_security_version.deny) == 1 with input.object as _version(version)
	}
}

test_without_a_level_there_is_no_version if {
	reasons := namespace_pod_security_version.not_applicable with input.object as _version("v1.34")
	reasons == {"the namespace enforces no level"}
	levelled := _namespace({"pod-security.kubernetes.io/enforce": "baseline"})
	count(namespace_pod_security_version.not_applicable) == 0 with input.object as levelled
}
