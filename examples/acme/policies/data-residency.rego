# METADATA
# title: The sensor reports inside its region
# description: >-
#   What the sensor sees may hold personal data. The collector it reports to must be that of the
#   cluster's own region.
# custom:
#   id: data-residency
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [ConfigMap]
#   controls: [acme-12, nist-ac-4]
#   remediation: Use collector.<region>.security.acme.example in the ConfigMap runtime-sensor.
package acme.data_residency

deny contains result if {
	input.object.metadata.name == "runtime-sensor"
	collector := object.get(input.object.data, "collector", "")
	not _inside(collector)
	result := {
		"message": sprintf("the collector %s is not in the region of the cluster", [collector]),
		"path": ["data", "collector"],
		"fix": "report to the collector of the cluster's own region",
	}
}

_inside(collector) if {
	startswith(collector, sprintf("collector.%s.security.acme.example:", [input.cluster.labels.region]))
}
