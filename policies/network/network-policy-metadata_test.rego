package security.network_policy_metadata_test

import data.security.lib.samples
import data.security.network_policy_metadata

_denied(rule) := samples.fields(results) if {
	policy := samples.document("networking.k8s.io/v1", "NetworkPolicy", {"spec": {"podSelector": {}, "egress": [rule]}})
	results := network_policy_metadata.deny with input.object as policy
}

_to(block) := [{"podSelector": {}}, {"ipBlock": block}]

test_pass if {
	count(_denied({"to": _to({"cidr": "10.0.0.0/8"})})) == 0
	count(_denied({"to": _to({"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8", "169.254.169.254/32"]})})) == 0
	count(_denied({"to": _to({"cidr": "0.0.0.0/0", "except": ["169.254.0.0/16"]})})) == 0
	count(_denied({"to": _to({"cidr": "2000::/3"})})) == 0
}

test_fail if {
	_denied({"to": _to({"cidr": "0.0.0.0/0"})}) == {"spec.egress.0.to.1.ipBlock"}
	count(_denied({"to": _to({"cidr": "169.254.169.254/32"}), "ports": []})) == 1
	count(_denied({"to": _to({"cidr": "0.0.0.0/0", "except": ["10.0.0.0/8"]})})) == 1
}

test_the_address_of_version_6 if {
	rule := {"to": _to({"cidr": "::/0", "except": ["fd00::/64"]})}
	policy := samples.document("networking.k8s.io/v1", "NetworkPolicy", {"spec": {"egress": [rule]}})
	results := network_policy_metadata.deny with input.object as policy
	{result.fix | some result in results} == {"add fd00:ec2::254/128 to except"}
	count(_denied({"to": _to({"cidr": "::/0", "except": ["fd00:ec2::/32"]})})) == 0
}

_ports(port) := {"to": _to({"cidr": "0.0.0.0/0"}), "ports": [{"port": 443}, port]}

test_ports_that_reach_it if {
	count(_denied(_ports({"port": 80}))) == 1
	count(_denied(_ports({"port": 80, "protocol": "TCP"}))) == 1
	count(_denied(_ports({"protocol": "TCP"}))) == 1
	count(_denied(_ports({"port": 1, "endPort": 1024}))) == 1
	count(_denied(_ports({"port": 80, "endPort": 80}))) == 1
}

test_ports_that_do_not if {
	count(_denied(_ports({"port": 8443}))) == 0
	count(_denied(_ports({"port": 22}))) == 0
	count(_denied(_ports({"port": 80, "protocol": "UDP"}))) == 0
	count(_denied(_ports({"port": 1, "endPort": 79}))) == 0
	count(_denied(_ports({"port": 81, "endPort": 90}))) == 0
}

test_null_is_no_restriction if {
	count(_denied({"to": _to({"cidr": "0.0.0.0/0"}), "ports": null})) == 1
	count(_denied(_ports({"port": null}))) == 1
	count(_denied(_ports({"port": 80, "protocol": null}))) == 1
	count(_denied(_ports({"port": 80, "endPort": null}))) == 1
	count(_denied(_ports({"port": "http"}))) == 0
}
