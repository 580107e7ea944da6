package main

import (
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/types"
)

// exactly names builtins that the Wasm runtime brings itself, but answers otherwise than OPA does (test/rego/native-builtins.test.ts).
var exactly = []string{"json.marshal"}

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
				node.Terms = toldPlace(terms, fileName, own)
			}
		case *ast.Term:
			if call, isCall := node.Value.(ast.Call); isCall {
				node.Value = ast.Call(toldPlace(call, fileName, own))
			}
			if ref, isRef := node.Value.(ast.Ref); isRef && isBuiltin(ref, own, exactly) {
				node.Value = hostRef(ref)
			}
		}
		return false
	})
	for _, rule := range module.Rules {
		visitor.Walk(rule)
	}
}

func toldPlace(call []*ast.Term, fileName string, own map[string]bool) []*ast.Term {
	ref, isRef := call[0].Value.(ast.Ref)
	if !isRef || !readsFiles(ref.String()) || own[ref.String()] {
		return call
	}
	operator := ast.NewTerm(hostRef(ref)).SetLocation(call[0].Location)
	return slices.Concat([]*ast.Term{operator, ast.StringTerm(fileName)}, call[1:])
}

func hostRef(ref ast.Ref) ast.Ref {
	return ast.MustParseRef(hostPrefix + ref.String())
}

func isBuiltin(ref ast.Ref, own map[string]bool, names []string) bool {
	return !own[ref[0].Value.String()] && slices.Contains(names, ref.String())
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
