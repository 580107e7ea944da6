# METADATA
# title: No secrets lie in git
# description: >-
#   Whoever reads the repository, or a copy of it, or its history, reads the data of every Secret
#   in it, for base64 is no encryption. Values that SOPS encrypted pass; references of an external
#   store are not Secrets at all.
# custom:
#   id: secret-in-git
#   severity: high
#   enforcement: warn
#   scope: object
#   kinds: [Secret]
#   controls: [cis-5.4.2, nist-ia-5.7, pci-8.6.2]
#   remediation: >-
#     Deliver an ExternalSecret, a SealedSecret or a file that SOPS encrypted, and replace the
#     credential: it was published.
package security.secret_in_git

# The message names the key and never the value.
deny contains result if {
	some field in ["data", "stringData"]
	some key, value in input.object[field]
	not value in {"", null}
	not _encrypted(value)
	result := {
		"message": sprintf("the value of %s can be read by whoever reads the repository", [key]),
		"path": [field, key],
		"fix": "take it from an external store, and replace the credential",
	}
}

_encrypted(value) if {
	input.object.sops.mac
	regex.match(`^ENC\[AES256_GCM,.*\]$`, value)
}
