package security.namespace_limit_range_test

import data.security.lib.samples
import data.security.namespace_limit_range

_namespace := {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "shop"}}

_range(limit) := samples.document("v1", "LimitRange", {"spec": {"limits": [limit]}})

_denied(objects) := samples.messages(results) if {
	results := namespace_limit_range.deny with input.objects as array.concat([_namespace], objects)
}

_default := {"type": "Container", "default": {"memory": "256Mi"}}

test_pass if {
	count(_denied([_range(_default)])) == 0
	count(_denied([_range({"type": "Container", "max": {"memory": "1Gi"}})])) == 0
}

test_fail if {
	_denied([]) == {"no LimitRange limits the memory of containers in namespace shop"}
}

test_limits_that_do_not_bound_the_memory_of_containers if {
	count(_denied([_range({"type": "PersistentVolumeClaim", "max": {"memory": "1Gi"}})])) == 1
	count(_denied([_range({"type": "Container", "min": {"memory": "1Gi"}})])) == 1
	count(_denied([_range({"type": "Container", "default": {"cpu": "1"}})])) == 1
}

test_a_range_elsewhere_or_of_another_kind if {
	count(_denied([object.union(_range(_default), {"metadata": {"namespace": "other"}})])) == 1
	count(_denied([object.union(_range(_default), {"kind": "Widget"})])) == 1
	count(_denied([object.union(_range(_default), {"apiVersion": "acme.example/v1"})])) == 1
}

test_where_there_is_nothing_to_judge if {
	reasons := namespace_limit_range.not_applicable with input as {"objects": [], "cluster": {"labels": {}}}
	reasons == {"the cluster gets no namespace for workloads"}
	count(namespace_limit_range.not_applicable) == 0 with input as {"objects": [_namespace], "cluster": {"labels": {}}}
}
