# METADATA
# title: Tokens of service accounts expire
# description: >-
#   A Secret of the type kubernetes.io/service-account-token holds a token that never expires and
#   works from anywhere, also after the pod that it was for is gone.
# custom:
#   id: secret-service-account-token
#   severity: medium
#   enforcement: warn
#   scope: object
#   kinds: [Secret]
#   controls: [cis-5.1.6, nist-ac-6, pci-7.2.5]
#   remediation: >-
#     Mount a projected token, or ask for one with kubectl create token: both expire.
package security.secret_service_account_token

deny contains result if {
	input.object.type == "kubernetes.io/service-account-token"
	result := {
		"message": "the Secret makes a token that never expires",
		"path": ["type"],
		"fix": "use a projected token",
	}
}
