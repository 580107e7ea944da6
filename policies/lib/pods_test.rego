package security.lib.pods_test

import data.security.lib.pods
import data.security.lib.samples

test_containers_of_every_kind if {
	spec := {"initContainers": [{"name": "a"}], "containers": [{"name": "b"}], "ephemeralContainers": [{"name": "c"}]}
	every workload in samples.workloads(spec) {
		names := {container.name | some container in pods.containers} with input.object as workload
		names == {"a", "b", "c"}
	}
}

test_paths_lead_to_the_container if {
	every workload in samples.workloads({"containers": [{"name": "web"}]}) {
		found := pods.containers with input.object as workload
		every container in found {
			object.get(workload, container.path, null) == {"name": "web"}
		}
	}
}

test_a_container_without_name_is_known_by_its_index if {
	found := pods.containers with input.object as samples.pod({"containers": [{"image": "web"}]})
	{container.name | some container in found} == {"0"}
}

test_no_containers_without_a_specification if {
	count(pods.containers) == 0 with input.object as {"kind": "Pod"}
	count(pods.containers) == 0 with input.object as {"kind": "ConfigMap", "spec": {"containers": [{}]}}
}

test_own_setting_wins_over_the_pods if {
	workload := samples.pod({"securityContext": {"runAsNonRoot": true}})
	pods.setting({"securityContext": {"runAsNonRoot": false}}, "runAsNonRoot") == false with input.object as workload
	pods.setting({"securityContext": {"runAsNonRoot": null}}, "runAsNonRoot") == true with input.object as workload
	pods.setting({"securityContext": null}, "runAsNonRoot") == true with input.object as workload
	not pods.setting({}, "runAsUser") with input.object as workload
}

test_null_in_a_list_is_an_object_without_fields if {
	found := pods.containers with input.object as samples.pod({"containers": [null, {"name": null}]})
	{[container.name, container.spec] | some container in found} == {["0", {}], [null, {"name": null}]}
}

test_where_containers_stand if {
	spec := {"initContainers": [{"name": "a"}], "containers": [{"name": "b"}], "ephemeralContainers": [{"name": "c"}]}
	found := pods.containers with input.object as samples.pod(spec)
	lists := {container.name: container.list | some container in found}
	lists == {"a": "initContainers", "b": "containers", "c": "ephemeralContainers"}
}

test_operating_system_and_users if {
	pods.windows with input.object as samples.pod({"os": {"name": "windows"}})
	not pods.windows with input.object as samples.pod({"os": {"name": "linux"}})
	pods.user_namespace with input.object as samples.pod({"hostUsers": false})
	not pods.user_namespace with input.object as samples.pod({"hostUsers": true})
	not pods.user_namespace with input.object as samples.pod({})
}

test_profiles_that_filter_nothing if {
	every type in ["Localhost", "RuntimeDefault"] {
		count(pods.unfiltered) == 0 with input.object as samples.secured({"seccompProfile": {"type": type}})
	}
	count(pods.unfiltered) == 0 with input.object as samples.secured({"seccompProfile": null})
	results := pods.unfiltered with input.object as samples.pod({"securityContext": {"seccompProfile": {"type": "Unconfined"}}})
	samples.messages(results) == {"the pod is not confined by seccomp"}
}
