package main

import (
	"context"
	"testing/fstest"

	"github.com/open-policy-agent/opa/v1/ast"
	opa "github.com/open-policy-agent/opa/v1/compile"
)

type compileRequest struct {
	Modules []string `json:"modules"`
	// Entrypoints are rules, for example `entry/batch_0`.
	Entrypoints []string `json:"entrypoints"`
}

type compileResponse struct {
	Problems []problem `json:"problems"`
	Wasm     []byte    `json:"wasm"`
}

// compile builds the Wasm module of the entrypoints, as `opa build --target wasm --prune-unused` does.
func compile(request compileRequest) compileResponse {
	files := fstest.MapFS{}
	for index, text := range request.Modules {
		files[fileName(index)] = &fstest.MapFile{Data: []byte(text)}
	}
	compiler := opa.New().
		WithFS(files).
		WithPaths(".").
		WithTarget(opa.TargetWasm).
		WithEntrypoints(request.Entrypoints...).
		WithPruneUnused(true).
		WithRegoVersion(ast.RegoV1).
		WithCapabilities(capabilities)
	if err := compiler.Build(context.Background()); err != nil {
		return compileResponse{Problems: problemsOf(err)}
	}
	return compileResponse{Wasm: compiler.Bundle().WasmModules[0].Raw}
}
