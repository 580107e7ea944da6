package security.service_account_exists_test

import data.security.lib.samples
import data.security.service_account_exists

_account(namespace, name) := {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": name, "namespace": namespace}}

_denied(spec, objects) := samples.messages(results) if {
	results := service_account_exists.deny with input.objects as array.concat([samples.pod(spec)], objects)
}

test_pass if {
	count(_denied({"serviceAccountName": "web"}, [_account("shop", "web")])) == 0
	count(_denied({"serviceAccount": "web"}, [_account("shop", "web")])) == 0
}

test_fail if {
	_denied({"serviceAccountName": "web"}, []) == {"Pod web names the service account web, which is not delivered"}
	count(_denied({"serviceAccount": "web"}, [])) == 1
}

test_default_accounts_are_always_there if {
	count(_denied({}, [])) == 0
	count(_denied({"serviceAccountName": "default"}, [])) == 0
}

test_accounts_elsewhere if {
	count(_denied({"serviceAccountName": "web"}, [_account("other", "web"), _account("shop", "other")])) == 1
	count(_denied({"serviceAccountName": "web"}, [object.union(_account("shop", "web"), {"kind": "Role"})])) == 1
}

test_every_kind if {
	every workload in samples.workloads({"serviceAccountName": "web"}) {
		count(service_account_exists.deny) == 1 with input.objects as [workload]
	}
}

test_without_a_namespace_it_is_default if {
	pod := {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web", "namespace": null}, "spec": {"serviceAccountName": "web"}}
	every account in [_account("shop", "web"), _account("default", "other")] {
		results := service_account_exists.deny with input.objects as [pod, account]
		{result.fix | some result in results} == {"deliver a ServiceAccount web into default"}
	}
	count(service_account_exists.deny) == 0 with input.objects as [pod, _account("default", "web")]
	count(service_account_exists.deny) == 0 with input.objects as [pod, {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "web"}}]
}
