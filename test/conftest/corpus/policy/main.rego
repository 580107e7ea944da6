package main

import data.lib.images

deny_latest contains msg if {
	input.kind == "Deployment"
	some container in images.containers(input)
	endswith(container.image, ":latest")
	msg := sprintf("%s uses %v", [input.metadata.name, container.image])
}

deny_run_as_root contains {"msg": msg, "severity": "high", "tags": ["a", 1]} if {
	input.kind == "Deployment"
	not input.spec.template.spec.securityContext.runAsNonRoot
	msg := "must not run as root"
}

warn contains {"msg": "no owner", "_loc": {"file": "x.yaml", "line": 3}, "n": {"m": null}} if {
	input.kind == "Deployment"
	not input.metadata.labels.owner
}

violation contains {"msg": sprintf("%q is too many replicas", [input.metadata.name])} if input.spec.replicas > data.limits.replicas

deny_file contains sprintf("named %s", [data.conftest.file.name]) if input.metadata.annotations.nameme

exception contains rules if {
	input.metadata.name == "legacy"
	rules := ["latest", "run_as_root"]
}

exception contains ["owner"] if false

deny_1a contains "digit"  if input.digit

denyx contains "not asked for"

deny_ contains "not asked for"

helper(x) := x
