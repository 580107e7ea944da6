package security.lib.images_test

import data.security.lib.images

test_references if {
	cases := {
		"web": {"name": "docker.io/library/web", "tag": "", "digest": ""},
		"web:1.2": {"name": "docker.io/library/web", "tag": "1.2", "digest": ""},
		"shop/web": {"name": "docker.io/shop/web", "tag": "", "digest": ""},
		"registry.example/web:1.2": {"name": "registry.example/web", "tag": "1.2", "digest": ""},
		"registry.example:5000/web": {"name": "registry.example:5000/web", "tag": "", "digest": ""},
		"localhost/web:latest": {"name": "localhost/web", "tag": "latest", "digest": ""},
		"registry.example/a/b/web:1@sha256:00": {"name": "registry.example/a/b/web", "tag": "1", "digest": "sha256:00"},
		"web@sha256:00": {"name": "docker.io/library/web", "tag": "", "digest": "sha256:00"},
	}
	every reference, expected in cases {
		images.parse(reference) == expected
	}
}

test_an_entry_covers_what_is_below_it if {
	images.covers("registry.example", "registry.example/shop/web:1")
	images.covers("registry.example/", "registry.example/shop/web:1")
	images.covers("registry.example/shop", "registry.example/shop/web:1")
	images.covers("registry.example/shop/web", "registry.example/shop/web:1")
	images.covers("docker.io/library", "web")
}

test_an_entry_covers_nothing_beside_it if {
	not images.covers("registry.example", "registry.example.evil/shop/web")
	not images.covers("registry.example/shop", "registry.example/shopping/web")
	not images.covers("registry.example", "web")
}
