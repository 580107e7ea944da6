package main

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/types"
)

// exactly names builtins that the Wasm runtime brings itself, but answers otherwise than OPA does: empty texts, paths and
// lists, the order of sets and keys, text that is nearly JSON or a number, young letters, fractions below zero (test/rego/native-builtins.test.ts).
var exactly = []string{
	"base64.decode", "base64.is_valid", "base64url.decode", "bits.and", "bits.negate", "bits.or", "bits.xor", "ceil", "concat",
	"floor", "indexof", "json.filter", "json.is_valid", "json.marshal", "json.remove", "json.unmarshal", "lower", "object.union_n",
	"regex.find_all_string_submatch_n", "replace", "to_number", "upper",
}

// hostPrefix goes before the name of a builtin that the host shall answer. No package and no import is called so.
const hostPrefix = "mcp_host."

// withHostCalls is capabilities with the builtins that leaveToHost puts in.
func withHostCalls(capabilities *ast.Capabilities) *ast.Capabilities {
	extended := *capabilities
	extended.Builtins = slices.Clone(capabilities.Builtins)
	for _, builtin := range capabilities.Builtins {
		args := builtin.Decl.FuncArgs().Args
		switch {
		case readsFiles(builtin.Name):
			args = append([]types.Type{types.S}, args...)
		case !slices.Contains(exactly, builtin.Name):
			continue
		}
		extended.Builtins = append(extended.Builtins, &ast.Builtin{
			Name: hostPrefix + builtin.Name, Decl: types.NewFunction(args, builtin.Decl.Result()),
		})
	}
	return &extended
}

// leaveToHost has a module call the host for the builtins in exactly, and tell it with those that read files where it stands.
func leaveToHost(module *ast.Module, fileName string, own map[string]bool) {
	visitor := ast.NewGenericVisitor(func(node any) bool {
		switch node := node.(type) {
		case *ast.Expr:
			if terms, isCall := node.Terms.([]*ast.Term); isCall {
				node.Terms = hostCall(terms, fileName, own)
			}
		case *ast.Term:
			if call, isCall := node.Value.(ast.Call); isCall {
				node.Value = ast.Call(hostCall(call, fileName, own))
			}
		case *ast.With:
			// A mock of the builtin has to be one of what is called in its place.
			if name := builtinName(node.Target, own); slices.Contains(exactly, name) {
				node.Target = hostRef(name, node.Target.Location)
			}
		}
		return false
	})
	for _, rule := range module.Rules {
		visitor.Walk(rule)
	}
}

func hostCall(call []*ast.Term, fileName string, own map[string]bool) []*ast.Term {
	name := builtinName(call[0], own)
	switch {
	case readsFiles(name):
		return slices.Concat([]*ast.Term{hostRef(name, call[0].Location), ast.StringTerm(fileName)}, call[1:])
	case slices.Contains(exactly, name):
		return slices.Concat([]*ast.Term{hostRef(name, call[0].Location)}, call[1:])
	}
	return call
}

// builtinName is the name that a term may call a builtin by; empty where the module means something of its own by it.
func builtinName(term *ast.Term, own map[string]bool) string {
	name := term.Value.String()
	if head, _, _ := strings.Cut(name, "."); own[head] {
		return ""
	}
	return name
}

func hostRef(name string, location *ast.Location) *ast.Term {
	return ast.NewTerm(ast.MustParseRef(hostPrefix + name)).SetLocation(location)
}

// ownNames are the names that stand for something else than a builtin in each module: its imports, and the rules of its package.
func ownNames(modules map[string]*ast.Module) map[string]map[string]bool {
	ofPackage := map[string]map[string]bool{}
	for _, module := range modules {
		path := module.Package.Path.String()
		if ofPackage[path] == nil {
			ofPackage[path] = map[string]bool{}
		}
		for _, rule := range module.Rules {
			ofPackage[path][rule.Head.Ref()[0].Value.String()] = true
		}
	}
	names := make(map[string]map[string]bool, len(modules))
	for name, module := range modules {
		own := map[string]bool{}
		for rule := range ofPackage[module.Package.Path.String()] {
			own[rule] = true
		}
		for _, imported := range module.Imports {
			own[strings.Trim(imported.Name().String(), `"`)] = true
		}
		names[name] = own
	}
	return names
}
