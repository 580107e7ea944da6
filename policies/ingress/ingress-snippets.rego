# METADATA
# title: Ingresses carry no snippets
# description: >-
#   Snippet annotations are configuration of the whole proxy: whoever writes an Ingress in one
#   namespace reads the certificates and tokens of all of them, or runs code in the controller
#   (CVE-2021-25742).
# custom:
#   id: ingress-snippets
#   severity: high
#   enforcement: deny
#   scope: object
#   kinds: [networking.k8s.io/Ingress]
#   controls: [nist-ac-6, nist-cm-7, nist-si-10, pci-2.2.4]
#   remediation: >-
#     Replace the snippet by an annotation made for the purpose, and switch snippets off in the
#     controller.
package security.ingress_snippets

deny contains result if {
	some name, _ in input.object.metadata.annotations
	_snippet(name)
	result := {
		"message": sprintf("%s writes configuration of the whole proxy", [name]),
		"path": ["metadata", "annotations", name],
		"fix": "remove the annotation",
	}
}

# ingress-nginx: server-snippet, configuration-snippet, auth-snippet and more; NGINX: server-snippets, location-snippets.
_snippet(name) if regex.match(`^(nginx\.ingress\.kubernetes\.io|nginx\.(org|com))/([a-z-]+-)?snippets?$`, name)

_snippet(name) if name in {
	"haproxy-ingress.github.io/config-backend",
	"haproxy-ingress.github.io/config-backend-early",
	"haproxy-ingress.github.io/config-backend-late",
	"haproxy.org/backend-config-snippet",
}
