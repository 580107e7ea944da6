# METADATA
# title: Pods of custom kinds are judged somewhere
# description: >-
#   Policies for pods read the kinds of Kubernetes. Containers in an object of a custom kind, such as a Rollout of
#   Argo or a Service of Knative, become pods that none of them has seen, and settings that they would refuse go
#   unnoticed until the pods are admitted. Kinds whose pods are judged elsewhere are named by a parameter.
# custom:
#   id: pod-template-unknown
#   severity: medium
#   enforcement: warn
#   scope: object
#   controls: [nist-cm-6]
#   parameters:
#     podTemplateKinds:
#       description: >-
#         Custom kinds whose pods are judged elsewhere, by policies of your own or when they are admitted, as
#         group/Kind
#       default: []
#       example: [argoproj.io/Rollout]
#   remediation: >-
#     Judge the pods when they are admitted, by a Pod Security level of their namespace or an admission policy, or
#     write policies for the kind; then name it in podTemplateKinds.
package security.pod_template_unknown

deny contains result if {
	_custom
	not sprintf("%s/%s", [_group, input.object.kind]) in object.get(input.parameters, "podTemplateKinds", [])
	some path in _containers
	result := {
		"message": sprintf("no policy for pods reads the containers of the kind %s", [input.object.kind]),
		"path": path,
		"fix": sprintf("judge them elsewhere, and name %s/%s in podTemplateKinds", [_group, input.object.kind]),
	}
}

_group := split(input.object.apiVersion, "/")[0]

# Groups of Kubernetes have no dot or end in .k8s.io. What policy engines call containers are patterns of them.
_custom if {
	contains(_group, ".")
	not regex.match(`(^|\.)(k8s\.io|kyverno\.io|gatekeeper\.sh|kubewarden\.io)$`, _group)
}

# Lists of containers, those of Tekton's steps among them, and the single containers of Argo's workflows.
_containers contains array.concat(["spec"], array.slice(path, 0, count(path) - 2)) if {
	some path in _images
	is_number(path[count(path) - 2])
	path[count(path) - 3] in {"containers", "initContainers", "sidecars", "steps"}
}

_containers contains array.concat(["spec"], array.slice(path, 0, count(path) - 1)) if {
	some path in _images
	path[count(path) - 2] in {"container", "script"}
}

_images contains path if {
	walk(input.object.spec, [path, image])
	path[count(path) - 1] == "image"
	is_string(image)
}
