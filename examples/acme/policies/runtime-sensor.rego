# METADATA
# title: Clusters with data worth stealing are watched
# description: Every cluster whose data is confidential or restricted runs the sensor.
# custom:
#   id: runtime-sensor
#   severity: high
#   enforcement: deny
#   scope: cluster
#   controls: [acme-40, nist-cm-6]
#   remediation: Keep templates/runtime-sensor in a baseline of the cluster.
package acme.runtime_sensor

deny contains result if {
	input.cluster.labels["data-classification"] in {"confidential", "restricted"}
	not _watched
	result := {
		"message": "the cluster holds data worth stealing and runs no sensor",
		"fix": "deliver templates/runtime-sensor",
	}
}

_watched if {
	some document in input.objects
	document.kind == "DaemonSet"
	document.metadata.namespace == "acme-security"
	document.metadata.name == "runtime-sensor"
}
