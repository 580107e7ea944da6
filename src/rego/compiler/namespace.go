package main

import (
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// applyNamespace moves a module of a ConstraintTemplate below `data.<namespace>`: its package, and the libraries that
// it reads as `data.lib`, so that two templates may bring libraries of the same name. As in Gatekeeper
// (frameworks/constraint, regorewriter) a module reads `data.lib` and `data.inventory`, nothing else of `data`.
func applyNamespace(module *ast.Module, namespace []string) []problem {
	prefix := make([]*ast.Term, 0, len(namespace))
	for _, part := range namespace {
		prefix = append(prefix, ast.StringTerm(part))
	}
	inNamespace := func(ref ast.Ref) ast.Ref {
		return slices.Concat(ref[:1], prefix, ref[1:])
	}

	var problems []problem
	refuse := func(location *ast.Location, what fmt.Stringer) {
		problems = append(problems, problem{
			Code:     "rego_compile_error",
			Message:  fmt.Sprintf("%v is refused: a template reads data.inventory and its own libraries (data.lib)", what),
			Position: positionOf(location),
		})
	}
	var visitor *ast.GenericVisitor
	visitor = ast.NewGenericVisitor(func(node any) bool {
		switch node := node.(type) {
		case *ast.Package:
			return true
		case *ast.Term:
			switch value := node.Value.(type) {
			case ast.Var:
				if value.Equal(ast.DefaultRootDocument.Value) {
					refuse(node.Location, value)
				}
			case ast.Ref:
				if !value[0].Equal(ast.DefaultRootDocument) {
					return false
				}
				switch {
				case len(value) > 1 && value[1].Equal(ast.StringTerm("lib")):
					node.Value = inNamespace(value)
				case len(value) < 2 || !value[1].Equal(ast.StringTerm("inventory")):
					refuse(node.Location, value)
				}
				// The first part is `data` itself; the others may hold references of their own.
				for _, part := range value[1:] {
					visitor.Walk(part)
				}
				return true
			}
		}
		return false
	})
	for _, imported := range module.Imports {
		visitor.Walk(imported)
	}
	for _, rule := range module.Rules {
		visitor.Walk(rule)
	}
	module.Package.Path = inNamespace(module.Package.Path)
	return problems
}
