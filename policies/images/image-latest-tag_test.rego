package security.image_latest_tag_test

import data.security.image_latest_tag
import data.security.lib.samples

_denied(image) := samples.fields(results) if {
	results := image_latest_tag.deny with input.object as samples.contained({"image": image})
}

test_pass if {
	count(image_latest_tag.deny) == 0 with input.object as samples.hardened
	count(_denied("registry.example/web:1.2")) == 0
	count(_denied("registry.example/web:latest-1")) == 0
}

test_fail if {
	_denied("registry.example/web:latest") == {"spec.containers.0.image"}
	_denied("registry.example/web") == {"spec.containers.0.image"}
}

test_the_port_of_a_registry_is_no_tag if {
	count(_denied("registry.example:5000/web")) == 1
}

test_a_digest_decides if {
	count(_denied(sprintf("registry.example/web:latest@%s", [samples.digest]))) == 0
	count(_denied(sprintf("registry.example/web@%s", [samples.digest]))) == 0
}

test_what_is_no_reference_has_no_version if {
	count(_denied("https://registry.example/web:1.2")) == 1
}
