package security.lib.images_test

import data.security.lib.images
import data.security.lib.samples

test_references if {
	cases := {
		"web": {"name": "docker.io/library/web", "tag": "", "digest": ""},
		"web:1.2": {"name": "docker.io/library/web", "tag": "1.2", "digest": ""},
		"shop/web": {"name": "docker.io/shop/web", "tag": "", "digest": ""},
		"docker.io/web": {"name": "docker.io/library/web", "tag": "", "digest": ""},
		"docker.io/shop/web": {"name": "docker.io/shop/web", "tag": "", "digest": ""},
		"index.docker.io/shop/web": {"name": "docker.io/shop/web", "tag": "", "digest": ""},
		"docker.io/a/b/web": {"name": "docker.io/a/b/web", "tag": "", "digest": ""},
		"registry.example/web:1.2": {"name": "registry.example/web", "tag": "1.2", "digest": ""},
		"registry.example:5000/web": {"name": "registry.example:5000/web", "tag": "", "digest": ""},
		"registry:5000/web": {"name": "registry:5000/web", "tag": "", "digest": ""},
		"[fd00::1]:5000/web:1": {"name": "[fd00::1]:5000/web", "tag": "1", "digest": ""},
		"REGISTRY/web": {"name": "REGISTRY/web", "tag": "", "digest": ""},
		"localhost/web:latest": {"name": "localhost/web", "tag": "latest", "digest": ""},
		"localhosts/web": {"name": "docker.io/localhosts/web", "tag": "", "digest": ""},
	}
	every reference, expected in cases {
		images.parse(reference) == expected
	}
	pinned := sprintf("registry.example/a/b/web:1@%s", [samples.digest])
	images.parse(pinned) == {"name": "registry.example/a/b/web", "tag": "1", "digest": samples.digest}
}

test_what_is_no_reference if {
	hostile := [
		"",
		" web",
		"web\n",
		"Web",
		"https://registry.example/web",
		"registry.example/shop/../other/web",
		"registry.example//web",
		"registry.example/web:",
		"registry.example/web:1:2",
		"registry.example/web@",
		"registry.example/web@sha256:9f86",
		"registry.example@evil.example/web",
		"registry.example/web?x=evil.example",
		"registry.example\\.evil.example/web",
		"-registry.example/web",
		"9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
	]
	every reference in hostile {
		not images.parse(reference)
	}
}

test_pinned if {
	images.pinned(sprintf("web@%s", [samples.digest]))
	images.pinned(sprintf("web@sha512:%s%s", [trim_prefix(samples.digest, "sha256:"), trim_prefix(samples.digest, "sha256:")]))
	not images.pinned("web:1.2")
	not images.pinned("web@sha256:9f86d081884c7d659a2feaa0c55ad015")
	not images.pinned(sprintf("web@%s", [replace(samples.digest, "sha256", "md5")]))
	not images.pinned(sprintf("web@%s0", [samples.digest]))
}

test_an_entry_covers_what_is_below_it if {
	images.covers("registry.example", "registry.example/shop/web:1")
	images.covers("registry.example/", "registry.example/shop/web:1")
	images.covers("registry.example/shop", "registry.example/shop/web:1")
	images.covers("registry.example/shop/web", "registry.example/shop/web:1")
	images.covers("registry.example/shop/web/", "registry.example/shop/web:1")
	images.covers("docker.io/library", "web")
	images.covers("docker.io", "index.docker.io/shop/web")
}

test_an_entry_covers_nothing_beside_it if {
	not images.covers("registry.example", "registry.example.evil/shop/web")
	not images.covers("registry.example", "registry.example:5000/shop/web")
	not images.covers("registry.example/shop", "registry.example/shopping/web")
	not images.covers("registry.example", "web")
	not images.covers("", "web")
	not images.covers("*", "web")
}

test_images_of_containers_and_volumes if {
	volumes := [
		{"name": "scratch", "emptyDir": {}},
		{"name": "model", "image": {"reference": "registry.example/model:7", "pullPolicy": "Always"}},
	]
	workload := samples.pod({"containers": [{"name": "web", "image": "registry.example/web:1"}], "volumes": volumes})
	used := images.used with input.object as workload
	used == {
		{
			"owner": "container web",
			"path": ["spec", "containers", 0, "image"],
			"reference": "registry.example/web:1",
			"pull_policy": "",
		},
		{
			"owner": "volume model",
			"path": ["spec", "volumes", 1, "image", "reference"],
			"reference": "registry.example/model:7",
			"pull_policy": "Always",
		},
	}
}

test_a_container_without_an_image if {
	used := images.used with input.object as samples.pod({"containers": [{"name": "web", "imagePullPolicy": "Never"}]})
	{[image.reference, image.pull_policy] | some image in used} == {["", "Never"]}
}
