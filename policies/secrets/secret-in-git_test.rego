package security.secret_in_git_test

import data.security.lib.samples
import data.security.secret_in_git

_secret(rest) := samples.document("v1", "Secret", rest)

test_pass if {
	count(secret_in_git.deny) == 0 with input.object as _secret({"type": "Opaque"})
	count(secret_in_git.deny) == 0 with input.object as _secret({"data": {"token": ""}, "stringData": {"user": null}})
	sealed := {"sops": {"mac": "ENC[AES256_GCM,data:x]"}, "stringData": {"token": "ENC[AES256_GCM,data:y,type:str]"}}
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
	count(secret_in_git.deny) == 1 with input.object as _secret({"stringData": {"token": "ENC[AES256_GCM,data:y]"}})
	plain := {"sops": {"mac": "x"}, "stringData": {"token": "hunter2 ENC[AES256_GCM,data:y]"}}
	count(secret_in_git.deny) == 1 with input.object as _secret(plain)
	partly := {"sops": {"mac": "x"}, "stringData": {"token": "ENC[AES256_GCM,data:y] hunter2"}}
	count(secret_in_git.deny) == 1 with input.object as _secret(partly)
}
