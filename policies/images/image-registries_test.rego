package security.image_registries_test

import data.security.image_registries
import data.security.lib.samples

_parameters := {"registries": ["registry.example/shop", "mirror.example"]}

test_pass if {
	count(image_registries.deny) == 0 with input as {"object": samples.hardened, "parameters": {"registries": ["registry.example"]}}
	workload := samples.contained({"image": "registry.example/shop/web:1.2"})
	count(image_registries.deny) == 0 with input as {"object": workload, "parameters": _parameters}
}

test_fail if {
	workload := samples.contained({"image": "registry.example/other/web:1.2"})
	results := image_registries.deny with input as {"object": workload, "parameters": _parameters}
	samples.fields(results) == {"spec.containers.0.image"}
	{result.fix | some result in results} == {"take the image from registry.example/shop or mirror.example"}
}

test_a_lookalike_of_the_registry if {
	workload := samples.contained({"image": "mirror.example.evil/web"})
	count(image_registries.deny) == 1 with input as {"object": workload, "parameters": _parameters}
}

test_without_a_list_nothing_is_allowed if {
	results := image_registries.deny with input as {"object": samples.hardened, "parameters": {}}
	{result.fix | some result in results} == {"list the allowed registries in the parameter `registries`"}
}

test_without_an_image_nothing_is_allowed if {
	workload := samples.pod({"containers": [{"name": "web"}]})
	count(image_registries.deny) == 1 with input as {"object": workload, "parameters": _parameters}
}

test_image_volumes_count_too if {
	workload := samples.pod({"containers": [], "volumes": [{"name": "model", "image": {"reference": "evil.example/model:1"}}]})
	results := image_registries.deny with input as {"object": workload, "parameters": _parameters}
	samples.fields(results) == {"spec.volumes.0.image.reference"}
}
