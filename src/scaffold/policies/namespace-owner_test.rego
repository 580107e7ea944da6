package own.namespace_owner_test

import data.own.namespace_owner

_namespace(labels) := {"object": {
	"apiVersion": "v1",
	"kind": "Namespace",
	"metadata": {"name": "apps", "labels": labels},
}}

test_pass if count(namespace_owner.deny) == 0 with input as _namespace({"owner": "platform"})

test_fail if count(namespace_owner.deny) == 1 with input as _namespace({})

test_an_empty_owner_is_none if count(namespace_owner.deny) == 1 with input as _namespace({"owner": ""})
