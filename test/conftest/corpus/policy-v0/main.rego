package main

import data.kinds

name = input.metadata.name

deny[msg] {
	kinds.is_workload
	not input.spec.template.spec.securityContext.runAsNonRoot
	msg = sprintf("%s must not run as root", [name])
}

violation[{"msg": msg, "details": {"image": image}}] {
	image := input.spec.template.spec.containers[_].image
	endswith(image, ":latest")
	msg := sprintf("%s uses %s", [name, image])
}

warn_settings[msg] {
	kinds.is_workload
	settings := parse_config("ini", "[limits]\nreplicas = 2\n")
	input.spec.replicas > settings.limits.replicas
	msg := sprintf("%s has more than %d replicas", [name, settings.limits.replicas])
}

deny_terraform[msg] {
	kinds.is_workload
	bucket := parse_config("hcl2", "resource \"aws_s3_bucket\" \"b\" { acl = \"public-read\" }").resource.aws_s3_bucket.b
	msg := sprintf("%v %v", [name, bucket])
}

exception[rules] {
	name == "legacy"
	rules = ["terraform"]
}
