package security.image_pull_policy_test

import data.security.image_pull_policy
import data.security.lib.samples

_pinned := sprintf("registry.example/web@%s", [samples.digest])

_denied(image, policy) := samples.fields(results) if {
	container := {"image": image, "imagePullPolicy": policy}
	results := image_pull_policy.deny with input.object as samples.contained(container)
}

test_pass if {
	count(image_pull_policy.deny) == 0 with input.object as samples.hardened
	count(_denied("registry.example/web:1.2", "Always")) == 0
	count(_denied(_pinned, "IfNotPresent")) == 0
}

test_fail if {
	_denied("registry.example/web:1.2", "IfNotPresent") == {"spec.containers.0.image"}
	count(_denied("registry.example/web:1.2", "Never")) == 1
}

test_never_is_refused_with_a_digest_too if {
	count(_denied(_pinned, "Never")) == 1
}

test_silence_means_always_for_the_newest_and_if_not_present_for_a_version if {
	count(_denied("registry.example/web", "")) == 0
	count(_denied("registry.example/web:latest", "")) == 0
	count(_denied("registry.example/web:1.2", "")) == 1
	count(_denied(_pinned, "")) == 0
	count(_denied(sprintf("registry.example/web:1.2@%s", [samples.digest]), "")) == 0
}

test_volumes_of_images_keep_silent_too if {
	volume := {"name": "data", "image": {"reference": "registry.example/data:latest"}}
	count(image_pull_policy.deny) == 0 with input.object as samples.pod({"volumes": [volume]})
}

test_the_newest_is_kept_when_the_manifest_says_so if {
	count(_denied("registry.example/web:latest", "IfNotPresent")) == 1
}
