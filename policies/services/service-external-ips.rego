# METADATA
# title: Services take no external addresses
# description: >-
#   Whoever sets externalIPs of a Service gets the traffic that the cluster sends to these
#   addresses, whoever they belong to (CVE-2020-8554). Kubernetes cannot mend it.
# custom:
#   id: service-external-ips
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [Service]
#   controls: [nist-ac-4, nist-sc-7, pci-1.4.1]
#   remediation: >-
#     Remove externalIPs, and use an Ingress, a Gateway or a load balancer.
package security.service_external_ips

deny contains result if {
	count(input.object.spec.externalIPs) > 0
	result := {
		"message": "the Service takes the traffic of other addresses",
		"path": ["spec", "externalIPs"],
		"fix": "remove externalIPs",
	}
}
