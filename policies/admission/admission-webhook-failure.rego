# METADATA
# title: Admission webhooks fail closed
# description: >-
#   With the failurePolicy Ignore a webhook that cannot be reached lets everything through: whoever
#   stops it, or fills it with requests, is past it. Gatekeeper and others install themselves this
#   way, to keep clusters running.
# custom:
#   id: admission-webhook-failure
#   severity: medium
#   enforcement: warn
#   scope: object
#   kinds: [admissionregistration.k8s.io/MutatingWebhookConfiguration, admissionregistration.k8s.io/ValidatingWebhookConfiguration]
#   controls: [nist-cm-7, nist-si-10]
#   remediation: >-
#     Run the webhook in several replicas, exempt its own namespace, and set failurePolicy to Fail.
package security.admission_webhook_failure

deny contains result if {
	some index, webhook in input.object.webhooks
	webhook.failurePolicy == "Ignore"
	result := {
		"message": sprintf("when the webhook %s cannot be reached, everything is let through", [webhook.name]),
		"path": ["webhooks", index, "failurePolicy"],
		"fix": "set failurePolicy to Fail",
	}
}
