package security.namespace_resource_quota_test

import data.security.lib.samples
import data.security.namespace_resource_quota

_namespace := {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}

_quota(spec) := samples.document("v1", "ResourceQuota", {"spec": spec})

_denied(objects) := samples.messages(results) if {
	results := namespace_resource_quota.deny with input.objects as array.concat([_namespace], objects)
}

test_pass if {
	every prefix in ["", "limits.", "requests."] {
		hard := {sprintf("%scpu", [prefix]): "10", sprintf("%smemory", [prefix]): "20Gi"}
		count(_denied([_quota({"hard": hard})])) == 0
	}
	count(_denied([_quota({"hard": {"cpu": "10"}}), _quota({"hard": {"memory": "20Gi"}})])) == 0
}

test_fail if {
	_denied([]) == {
		"no ResourceQuota bounds the cpu of namespace shop",
		"no ResourceQuota bounds the memory of namespace shop",
	}
	_denied([_quota({"hard": {"cpu": "10", "pods": "50"}})]) == {"no ResourceQuota bounds the memory of namespace shop"}
}

_whole := {"cpu": "10", "memory": "20Gi"}

test_a_quota_for_some_pods_is_none if {
	count(_denied([_quota({"hard": _whole, "scopes": ["BestEffort"]})])) == 2
	count(_denied([_quota({"hard": _whole, "scopeSelector": {"matchExpressions": []}})])) == 2
	count(_denied([_quota({"hard": _whole, "scopes": [], "scopeSelector": {}})])) == 0
}

test_a_quota_elsewhere_or_of_another_kind if {
	count(_denied([object.union(_quota({"hard": _whole}), {"metadata": {"namespace": "other"}})])) == 2
	count(_denied([object.union(_quota({"hard": _whole}), {"kind": "ClusterResourceQuota"})])) == 2
	count(_denied([object.union(_quota({"hard": _whole}), {"apiVersion": "acme.example/v1"})])) == 2
}

test_where_there_is_nothing_to_judge if {
	reasons := namespace_resource_quota.not_applicable with input as {"objects": [], "cluster": {"labels": {}}}
	reasons == {"the cluster gets no namespace for workloads"}
	count(namespace_resource_quota.not_applicable) == 0 with input as {"objects": [_namespace], "cluster": {"labels": {}}}
}
