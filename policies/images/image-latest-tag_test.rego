package security.image_latest_tag_test

import data.security.image_latest_tag
import data.security.lib.samples

test_pass if {
	count(image_latest_tag.deny) == 0 with input.object as samples.hardened
	count(image_latest_tag.deny) == 0 with input.object as samples.contained({"image": "registry.example/web:1.2"})
}

test_fail if {
	results := image_latest_tag.deny with input.object as samples.contained({"image": "registry.example/web:latest"})
	samples.fields(results) == {"spec.containers.0.image"}
	count(image_latest_tag.deny) == 1 with input.object as samples.contained({"image": "registry.example/web"})
}

test_the_port_of_a_registry_is_no_tag if {
	count(image_latest_tag.deny) == 1 with input.object as samples.contained({"image": "registry.example:5000/web"})
}

test_a_digest_decides if {
	image := sprintf("registry.example/web:latest@%s", [samples.digest])
	count(image_latest_tag.deny) == 0 with input.object as samples.contained({"image": image})
}
