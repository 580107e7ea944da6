package main

import (
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	opa "github.com/open-policy-agent/opa/v1/version"
)

// refused are the builtins that would let a verdict depend on more than its input, with the reason
// that the policy's author is told. A policy set may allow one by name. As in refused.ts.
var refused = map[string]string{
	"http.send":                   "a policy gate has no network",
	"net.lookup_ip_addr":          "a policy gate has no network",
	"opa.runtime":                 "a policy gate does not see the machine that it runs on",
	"parse_combined_config_files": "a policy gate reads no files",
	"parse_config":                "a policy gate reads manifests alone",
	"parse_config_file":           "a policy gate reads no files",
	"rand.intn":                   "a policy gate has no randomness",
	"uuid.rfc4122":                "a policy gate has no randomness",
}

type versionResponse struct {
	OPA     string   `json:"opa"`
	Refused []string `json:"refused"`
}

func version() versionResponse {
	return versionResponse{OPA: opa.Version, Refused: slices.Sorted(maps.Keys(refused))}
}

// capabilities is what OPA can do, without the refused builtins and without access to hosts.
var capabilities = hermetic(ast.RegoV1)

// capabilitiesV0 are those for parsing modules of Rego v0.
var capabilitiesV0 = hermetic(ast.RegoV0)

func hermetic(version ast.RegoVersion) *ast.Capabilities {
	reduced := ast.CapabilitiesForThisVersion(ast.CapabilitiesRegoVersion(version))
	reduced.Builtins = slices.DeleteFunc(reduced.Builtins, func(builtin *ast.Builtin) bool {
		_, found := refused[builtin.Name]
		return found
	})
	reduced.AllowNet = []string{}
	return reduced
}

// capabilitiesWith is capabilities with some of the refused builtins.
func capabilitiesWith(allowed []string) *ast.Capabilities {
	if len(allowed) == 0 {
		return capabilities
	}
	extended := *capabilities
	extended.Builtins = slices.Clone(capabilities.Builtins)
	for _, builtin := range ast.CapabilitiesForThisVersion().Builtins {
		if refused[builtin.Name] != "" && slices.Contains(allowed, builtin.Name) {
			extended.Builtins = append(extended.Builtins, builtin)
		}
	}
	return &extended
}

// explainRefusal puts the reason in place of the compiler's "undefined function".
func explainRefusal(message string) string {
	name, found := strings.CutPrefix(message, "undefined function ")
	if reason := refused[name]; found && reason != "" {
		return name + " is refused: " + reason
	}
	return message
}
