package security.image_digest_test

import data.security.image_digest
import data.security.lib.samples

test_pass if {
	count(image_digest.deny) == 0 with input.object as samples.hardened
	image := sprintf("registry.example/web:1.2@%s", [samples.digest])
	count(image_digest.deny) == 0 with input.object as samples.contained({"image": image})
}

test_fail if {
	results := image_digest.deny with input.object as samples.contained({"image": "registry.example/web:1.2"})
	samples.fields(results) == {"spec.containers.0.image"}
}

test_half_a_digest_is_none if {
	count(image_digest.deny) == 1 with input.object as samples.contained({"image": "registry.example/web@sha256:9f86"})
}
