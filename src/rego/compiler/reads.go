package main

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// readsOf finds which parts of `input` a rule may depend on. It errs on the side of too much: a part
// that is chosen when the policy runs counts as everything below the fixed part before it, and every
// rule that a reference may reach counts. (v1/dependencies discards references by heuristics.)
type readsOf struct {
	compiler *ast.Compiler
	direct   map[*ast.Rule]directReads
}

type directReads struct {
	inputs [][]string
	rules  []*ast.Rule
	data   []dataReference
	clock  bool
}

// ofTheClock are the builtins, beside the refused ones, whose result depends on the time of day.
var ofTheClock = []string{
	"time.now_ns", "io.jwt.decode_verify",
	"crypto.x509.parse_and_verify_certificates", "crypto.x509.parse_and_verify_certificates_with_options",
}

func newReadsOf(compiler *ast.Compiler) *readsOf {
	return &readsOf{compiler: compiler, direct: map[*ast.Rule]directReads{}}
}

// of follows every rule that the rule refers to; clock tells whether one of them asks for the time.
func (r *readsOf) of(rule *ast.Rule) (paths [][]string, clock bool) {
	seen := map[*ast.Rule]bool{}
	pending := []*ast.Rule{rule}
	for len(pending) > 0 {
		next := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if seen[next] {
			continue
		}
		seen[next] = true
		direct := r.directly(next)
		paths = append(paths, direct.inputs...)
		clock = clock || direct.clock
		pending = append(pending, direct.rules...)
	}
	return paths, clock
}

func (r *readsOf) directly(rule *ast.Rule) directReads {
	if known, ok := r.direct[rule]; ok {
		return known
	}
	var found directReads
	var location *ast.Location
	visit := func(ref ast.Ref) {
		switch {
		case ref[0].Equal(ast.InputRootDocument):
			found.inputs = append(found.inputs, pathOf(ref)[1:])
		case ref[0].Equal(ast.DefaultRootDocument):
			rules := r.compiler.GetRulesDynamicWithOpts(ref, ast.RulesOptions{IncludeHiddenModules: true})
			found.rules = append(found.rules, rules...)
			if path := pathOf(ref)[1:]; len(rules) == 0 || len(path) == 0 {
				found.data = append(found.data, dataReference{Path: path, Position: positionOf(location)})
			}
		case slices.Contains(ofTheClock, ref.String()) || refused[ref.String()] != "":
			found.clock = true
		}
	}
	var visitor *ast.GenericVisitor
	visitor = ast.NewGenericVisitor(func(node any) bool {
		switch node := node.(type) {
		case *ast.Term:
			if node.Location != nil {
				location = node.Location
			}
		case ast.Ref:
			visit(node)
			for _, part := range node[1:] {
				visitor.Walk(part)
			}
			return true
		case *ast.With:
			// What `with` replaces is not read by that.
			visitor.Walk(node.Value)
			return true
		case ast.Var:
			// A whole document that stands alone (`x := input`).
			visit(ast.Ref{ast.NewTerm(node)})
		}
		return false
	})
	visitor.Walk(rule)
	r.direct[rule] = found
	return found
}

// mergeReads unites paths, sorted; a path covers everything below it.
func mergeReads(left, right [][]string) [][]string {
	all := slices.Concat(left, right)
	slices.SortFunc(all, slices.Compare)
	merged := make([][]string, 0, len(all))
	for _, path := range all {
		if len(merged) > 0 && covers(merged[len(merged)-1], path) {
			continue
		}
		merged = append(merged, path)
	}
	return merged
}

func covers(prefix, path []string) bool {
	return len(prefix) <= len(path) && slices.Equal(prefix, path[:len(prefix)])
}
