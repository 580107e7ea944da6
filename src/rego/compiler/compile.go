package main

import (
	"context"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/bundle"
	opa "github.com/open-policy-agent/opa/v1/compile"
)

type compileRequest struct {
	Modules []moduleSource `json:"modules"`
	// Entrypoints are rules, for example `entry/batch_0`.
	Entrypoints []string `json:"entrypoints"`
	// Allow names builtins that are refused otherwise.
	Allow []string `json:"allow"`
}

type compileResponse struct {
	Problems []problem `json:"problems"`
	Wasm     []byte    `json:"wasm"`
}

// compile builds the Wasm module of the entrypoints, as `opa build --target wasm --prune-unused` does.
func compile(request compileRequest) compileResponse {
	modules, problems := parse(request.Modules)
	if len(problems) > 0 {
		return compileResponse{Problems: problems}
	}
	// A bundle of parsed modules, because only that lets each of them have its own version of Rego.
	sources := &bundle.Bundle{Data: map[string]any{}}
	sources.SetRegoVersion(ast.RegoV1)
	sources.Manifest.Init()
	own := ownNames(modules)
	for index, source := range request.Modules {
		name := fileName(index)
		leaveToHost(modules[name], name, own[name])
		sources.Modules = append(sources.Modules, bundle.ModuleFile{
			URL: name, Path: name, Raw: []byte(source.Text), Parsed: modules[name],
		})
	}
	compiler := opa.New().
		WithBundle(sources).
		WithTarget(opa.TargetWasm).
		WithEntrypoints(request.Entrypoints...).
		WithPruneUnused(true).
		WithRegoVersion(ast.RegoV1).
		WithCapabilities(withHostCalls(capabilitiesWith(request.Allow)))
	if err := compiler.Build(context.Background()); err != nil {
		return compileResponse{Problems: problemsOf(err)}
	}
	return compileResponse{Wasm: compiler.Bundle().WasmModules[0].Raw}
}
