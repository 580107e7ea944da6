package main

import (
	"context"
	"hash/fnv"
	"math/rand"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/metrics"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/topdown/builtins"
)

// callBuiltin runs topdown's own implementation, with the clock and the seed pinned. The request is the term
// `[name, now, [argument, ...]]`, now in nanoseconds since 1970. The response is `=` and the result as a term,
// or `!` and why the call could not be made, or nothing: OPA's evaluation is undefined there.
func callBuiltin(request string) string {
	call, err := readTerm(request)
	if err != nil {
		return "!" + err.Error()
	}
	parts := call.Value.(*ast.Array)
	name := string(parts.Elem(0).Value.(ast.String))
	implementation := topdown.GetBuiltin(name)
	if implementation == nil || (refused[name] != "" && !slices.Contains(seeded, name)) {
		return "!a policy gate has no builtin " + name
	}
	operands := make([]*ast.Term, 0, 4)
	parts.Elem(2).Value.(*ast.Array).Foreach(func(operand *ast.Term) { operands = append(operands, operand) })

	// An error is undefined too, as in OPA unless it is told to be strict.
	var response strings.Builder
	_ = implementation(builtinContext(parts.Elem(1), seedOf(parts.Elem(1), operands)), operands, func(result *ast.Term) error {
		if result == nil {
			// A builtin without a result, such as print.
			result = ast.BooleanTerm(true)
		}
		response.Reset()
		response.WriteByte('=')
		writeTerm(&response, result)
		return nil
	})
	return response.String()
}

// seeded are the random ones among the refused builtins. The host gives nobody a way to them who may not call them.
var seeded = []string{"rand.intn", "uuid.rfc4122"}

// seedOf makes equal calls of a run equal, as OPA does within an evaluation, and other calls independent.
func seedOf(now *ast.Term, operands []*ast.Term) int64 {
	hash := fnv.New64a()
	for _, operand := range append([]*ast.Term{now}, operands...) {
		hash.Write([]byte("\x00" + operand.String()))
	}
	return int64(hash.Sum64())
}

// builtinContext is made for every call, without an InterQueryBuiltinValueCache: with one,
// strings.any_prefix_match of 1.22.2 takes an array for a set of the same members.
func builtinContext(now *ast.Term, seed int64) topdown.BuiltinContext {
	return topdown.BuiltinContext{
		Context:        context.Background(),
		Metrics:        metrics.New(),
		Seed:           rand.New(rand.NewSource(seed)),
		Time:           now,
		Cancel:         topdown.NewCancel(),
		Runtime:        ast.ObjectTerm(),
		Cache:          builtins.Cache{},
		NDBuiltinCache: builtins.NDBCache{},
		Capabilities:   capabilities,
	}
}
