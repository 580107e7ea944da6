package security.secret_in_git_test

import data.security.lib.samples
import data.security.secret_in_git

_secret(rest) := samples.document("v1", "Secret", rest)

_sealed(type) := sprintf(
	"ENC[AES256_GCM,data:0Xy+/w==,iv:%s=,tag:%s==,type:%s]",
	[substring(_base64, 0, 43), substring(_base64, 0, 22), type],
)

_base64 := "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"

test_pass if {
	count(secret_in_git.deny) == 0 with input.object as _secret({"type": "Opaque"})
	count(secret_in_git.deny) == 0 with input.object as _secret({"data": {"token": ""}, "stringData": {"user": null}})
	sealed := {"sops": {"mac": _sealed("str")}, "data": {"key": _sealed("bytes")}, "stringData": {"token": _sealed("str")}}
	count(secret_in_git.deny) == 0 with input.object as _secret(sealed)
}

test_fail if {
	results := secret_in_git.deny with input.object as _secret({"data": {"token": "aHVudGVyMg=="}, "stringData": {"user": "ada"}})
	samples.fields(results) == {"data.token", "stringData.user"}
	every result in results {
		not contains(sprintf("%v", [result]), "aHVudGVyMg==")
	}
}

test_text_that_only_looks_encrypted if {
	count(secret_in_git.deny) == 1 with input.object as _secret({"stringData": {"token": _sealed("str")}})
	every mac in ["x", null, "ENC[AES256_GCM,data:x]"] {
		forged := {"sops": {"mac": mac}, "stringData": {"token": _sealed("str")}}
		count(secret_in_git.deny) == 1 with input.object as _secret(forged)
	}
	every value in [
		"ENC[AES256_GCM,hunter2]",
		"ENC[AES256_GCM,data:hunter2,iv:,tag:,type:str]",
		sprintf("hunter2 %s", [_sealed("str")]),
		sprintf("%s hunter2", [_sealed("str")]),
		_sealed("hunter2"),
	] {
		plain := {"sops": {"mac": _sealed("str")}, "stringData": {"token": value}}
		count(secret_in_git.deny) == 1 with input.object as _secret(plain)
	}
}
