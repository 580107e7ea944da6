package security.network_policy_open_egress_test

import data.security.lib.samples
import data.security.network_policy_open_egress

_policy(selector, rule) := {
	"apiVersion": "networking.k8s.io/v1",
	"kind": "NetworkPolicy",
	"metadata": {"name": "web", "namespace": "shop"},
	"spec": {"podSelector": selector, "egress": [rule]},
}

_web := {"matchLabels": {"app": "web"}}

test_pass if {
	count(network_policy_open_egress.deny) == 0 with input.object as _policy({}, {"to": [{"podSelector": {}}]})
	count(network_policy_open_egress.deny) == 0 with input.object as _policy({}, {"to": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]})
	count(network_policy_open_egress.deny) == 0 with input.object as {"kind": "NetworkPolicy", "spec": {"podSelector": {}}}
}

test_fail if {
	results := network_policy_open_egress.deny with input.object as _policy(_web, {})
	samples.fields(results) == {"spec.egress.0"}
	count(network_policy_open_egress.deny) == 1 with input.object as _policy(_web, {"to": [{"namespaceSelector": {}}]})
	count(network_policy_open_egress.deny) == 1 with input.object as _policy(_web, {"to": [{"ipBlock": {"cidr": "0.0.0.0/0"}}]})
	count(network_policy_open_egress.deny) == 1 with input.object as _policy(_web, {"to": []})
}

test_ports_of_selected_pods_may_be_open if {
	count(network_policy_open_egress.deny) == 0 with input.object as _policy(_web, {"ports": [{"port": 443}]})
	count(network_policy_open_egress.deny) == 1 with input.object as _policy({}, {"ports": [{"port": 443}]})
}

test_pods_of_a_kind_in_every_namespace if {
	peer := {"namespaceSelector": {}, "podSelector": {"matchLabels": {"app": "prometheus"}}}
	count(network_policy_open_egress.deny) == 0 with input.object as _policy({}, {"to": [peer]})
}

test_everywhere_but_some if {
	block := {"cidr": "0.0.0.0/0", "except": ["169.254.0.0/16"]}
	count(network_policy_open_egress.deny) == 0 with input.object as _policy(_web, {"to": [{"ipBlock": block}]})
}

test_everything_written_otherwise if {
	non_canonical := {"ipBlock": {"cidr": "10.1.2.3/0"}}
	count(network_policy_open_egress.deny) == 1 with input.object as _policy(_web, {"to": [non_canonical]})
	halves := [{"ipBlock": {"cidr": "0.0.0.0/1"}}, {"ipBlock": {"cidr": "a"}}, {"ipBlock": {"cidr": "128.0.0.0/1"}}]
	count(network_policy_open_egress.deny) == 1 with input.object as _policy(_web, {"to": halves})
	count(network_policy_open_egress.deny) == 0 with input.object as _policy(_web, {"to": array.slice(halves, 0, 2)})
	excepted := {"ipBlock": {"cidr": "128.0.0.0/1", "except": ["169.254.169.254/32"]}}
	count(network_policy_open_egress.deny) == 0 with input.object as _policy(_web, {"to": [halves[0], excepted]})
	count(network_policy_open_egress.deny) == 1 with input.object as _policy(_web, {"to": [{"ipBlock": {"cidr": "::/0"}}]})
	empty := {"namespaceSelector": {"matchLabels": {}, "matchExpressions": []}, "podSelector": {}}
	count(network_policy_open_egress.deny) == 1 with input.object as _policy(_web, {"to": [empty]})
}

test_namespaces_that_are_selected if {
	labels := {"namespaceSelector": {"matchLabels": {"team": "shop"}}}
	count(network_policy_open_egress.deny) == 0 with input.object as _policy(_web, {"to": [labels]})
	expressions := {"namespaceSelector": {"matchExpressions": [{"key": "team", "operator": "Exists"}]}}
	count(network_policy_open_egress.deny) == 0 with input.object as _policy(_web, {"to": [expressions]})
}

test_selected_pods_without_ports_are_not_narrowed if {
	count(network_policy_open_egress.deny) == 1 with input.object as _policy(_web, {"ports": []})
}
