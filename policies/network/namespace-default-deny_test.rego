package security.namespace_default_deny_test

import data.security.lib.samples
import data.security.namespace_default_deny

_namespace := {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}

_policy(spec) := {
	"apiVersion": "networking.k8s.io/v1",
	"kind": "NetworkPolicy",
	"metadata": {"name": "default-deny", "namespace": "shop"},
	"spec": spec,
}

test_pass if {
	both := _policy({"podSelector": {}, "policyTypes": ["Ingress", "Egress"]})
	count(namespace_default_deny.deny) == 0 with input.objects as [_namespace, both]
	apart := [_policy({"podSelector": {}}), _policy({"podSelector": {"matchLabels": {}}, "policyTypes": ["Egress"]})]
	count(namespace_default_deny.deny) == 0 with input.objects as array.concat([_namespace], apart)
	count(namespace_default_deny.deny) == 0 with input.objects as []
}

test_fail if {
	results := namespace_default_deny.deny with input.objects as [_namespace]
	samples.messages(results) == {
		"namespace shop has no NetworkPolicy that denies egress by default",
		"namespace shop has no NetworkPolicy that denies ingress by default",
	}
}

test_one_direction_is_not_both if {
	results := namespace_default_deny.deny with input.objects as [_namespace, _policy({"podSelector": {}})]
	samples.messages(results) == {"namespace shop has no NetworkPolicy that denies egress by default"}
}

test_a_policy_that_allows_denies_nothing if {
	open := _policy({"podSelector": {}, "policyTypes": ["Ingress", "Egress"], "ingress": [{}], "egress": [{}]})
	count(namespace_default_deny.deny) == 2 with input.objects as [_namespace, open]
}

test_a_policy_for_some_pods_is_no_default if {
	some_pods := {"podSelector": {"matchLabels": {"app": "web"}}, "policyTypes": ["Ingress", "Egress"]}
	count(namespace_default_deny.deny) == 2 with input.objects as [_namespace, _policy(some_pods)]
}

test_a_policy_elsewhere if {
	elsewhere := object.union(
		_policy({"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}),
		{"metadata": {"namespace": "other"}},
	)
	count(namespace_default_deny.deny) == 2 with input.objects as [_namespace, elsewhere]
}

test_namespaces_that_only_workloads_name if {
	count(namespace_default_deny.deny) == 2 with input.objects as [samples.pod({})]
	config_map := {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web", "namespace": "shop"}}
	count(namespace_default_deny.deny) == 0 with input.objects as [config_map]
}

test_kinds_that_only_look_like_it if {
	both := _policy({"podSelector": {}, "policyTypes": ["Ingress", "Egress"]})
	of_calico := object.union(both, {"apiVersion": "crd.projectcalico.org/v1"})
	count(namespace_default_deny.deny) == 2 with input.objects as [_namespace, of_calico]
	renamed := object.union(both, {"kind": "Widget"})
	count(namespace_default_deny.deny) == 2 with input.objects as [_namespace, renamed]
}

test_a_policy_for_pods_by_expression_is_no_default if {
	expressions := [{"key": "app", "operator": "Exists"}]
	some_pods := {"podSelector": {"matchExpressions": expressions}, "policyTypes": ["Ingress", "Egress"]}
	count(namespace_default_deny.deny) == 2 with input.objects as [_namespace, _policy(some_pods)]
}

test_types_that_the_api_server_fills_in if {
	only_ingress := [_policy({"podSelector": {}, "egress": []}), _policy({"podSelector": {}, "policyTypes": []})]
	every policy in only_ingress {
		results := namespace_default_deny.deny with input.objects as [_namespace, policy]
		samples.messages(results) == {"namespace shop has no NetworkPolicy that denies egress by default"}
	}
	ingress_and_open_egress := _policy({"podSelector": {}, "egress": [{}]})
	denied := namespace_default_deny.deny with input.objects as [_namespace, ingress_and_open_egress]
	samples.messages(denied) == {"namespace shop has no NetworkPolicy that denies egress by default"}
}

test_where_there_is_nothing_to_judge if {
	reasons := namespace_default_deny.not_applicable with input as {"objects": [], "cluster": {"labels": {}}}
	reasons == {"the cluster gets no namespace for workloads"}
	count(namespace_default_deny.not_applicable) == 0 with input as {"objects": [_namespace], "cluster": {"labels": {}}}
}

test_null_is_nothing if {
	both := _policy({"podSelector": {"matchLabels": null}, "policyTypes": ["Ingress", "Egress"], "ingress": null, "egress": null})
	count(namespace_default_deny.deny) == 0 with input.objects as [_namespace, both]
	only_ingress := _policy({"podSelector": null, "policyTypes": null})
	count(namespace_default_deny.deny) == 1 with input.objects as [_namespace, only_ingress]
}

test_no_selector_selects_all if {
	both := _policy({"policyTypes": ["Ingress", "Egress"]})
	count(namespace_default_deny.deny) == 0 with input.objects as [_namespace, both]
}
