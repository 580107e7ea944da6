package main

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

type checkRequest struct {
	Modules []moduleSource `json:"modules"`
	// Allow names builtins that are refused otherwise.
	Allow []string `json:"allow"`
}

type checkResponse struct {
	Problems []problem `json:"problems"`
}

//go:wasmexport mcp_check
func exportCheck() uint64 { return operate(check) }

// check finds what `opa check --strict` would find if its errors were mended one after the other: OPA stops at the
// first stage that fails, so the modules with mistakes are set aside and the others are compiled again, once with
// strict mode and once without (a module may fail in an early stage of the one and in a late stage of the other).
func check(request checkRequest) checkResponse {
	modules, problems := parse(request.Modules)
	complete := len(problems) == 0
	for _, strict := range []bool{false, true} {
		problems = append(problems, compileProblems(modules, capabilitiesWith(request.Allow), strict, complete)...)
	}
	slices.SortFunc(problems, compareProblems)
	return checkResponse{Problems: slices.CompactFunc(problems, func(a, b problem) bool { return compareProblems(a, b) == 0 })}
}

// compileProblems compiles until nothing fails. With some modules left out, calls of functions that may stand in those
// are no mistakes.
func compileProblems(
	modules map[string]*ast.Module, capabilities *ast.Capabilities, strict, complete bool,
) []problem {
	var found []problem
	remaining := maps.Clone(modules)
	for len(remaining) > 0 {
		compiler := ast.NewCompiler().
			SetErrorLimit(0).
			WithCapabilities(capabilities).
			WithEnablePrintStatements(true).
			WithUseTypeCheckAnnotations(true).
			WithStrict(strict)
		compiler.Compile(remaining)
		if !compiler.Failed() {
			return found
		}
		faulty := 0
		for _, each := range problemsOf(compiler.Errors) {
			if complete || !strings.HasPrefix(each.Message, "undefined function data.") {
				found = append(found, each)
			}
			if each.Position != nil && remaining[fileName(each.Position.Module)] != nil {
				delete(remaining, fileName(each.Position.Module))
				faulty++
			}
		}
		if faulty == 0 {
			return found
		}
		complete = false
	}
	return found
}

func compareProblems(a, b problem) int {
	place := func(p problem) position {
		if p.Position == nil {
			return position{Module: -1}
		}
		return *p.Position
	}
	left, right := place(a), place(b)
	return cmp.Or(
		cmp.Compare(left.Module, right.Module),
		cmp.Compare(left.Row, right.Row),
		cmp.Compare(left.Column, right.Column),
		cmp.Compare(a.Code, b.Code),
		cmp.Compare(a.Message, b.Message),
	)
}
