# METADATA
# title: No secrets lie in git
# description: >-
#   Whoever reads the repository, or a copy of it, or its history, reads the data of every Secret
#   in it, for base64 is no encryption. Values pass that have the form of what SOPS encrypts, in
#   a file with a MAC of SOPS; without the key nobody can tell more. References of an external store
#   are not Secrets at all.
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
	_sealed(input.object.sops.mac)
	_sealed(value)
}

# What SOPS writes: the text, a nonce of 32 bytes, a tag of 16 bytes, and the type of the value, in base64.
_sealed(text) if regex.match(
	`^ENC\[AES256_GCM,data:[A-Za-z0-9+/]+={0,2},iv:[A-Za-z0-9+/]{43}=,tag:[A-Za-z0-9+/]{22}==,type:(str|bytes|int|float|bool)\]$`,
	text,
)
