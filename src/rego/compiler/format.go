package main

import (
	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/format"
)

type formatRequest struct {
	Modules []moduleSource `json:"modules"`
}

type formatResponse struct {
	Problems []problem `json:"problems"`
	// Texts are the formatted modules, in the order of the request; where a module does not parse, its own text.
	Texts []string `json:"texts"`
}

//go:wasmexport mcp_format
func exportFormat() uint64 { return operate(formatModules) }

// formatModules does what `opa fmt` does, and reads the result once more, as it does too.
func formatModules(request formatRequest) formatResponse {
	response := formatResponse{Texts: make([]string, len(request.Modules))}
	for index, source := range request.Modules {
		parsing := source.options()
		formatted, err := format.SourceWithOpts(fileName(index), []byte(source.Text), format.Opts{
			RegoVersion:   parsing.RegoVersion,
			ParserOptions: &parsing,
		})
		if err == nil {
			_, err = ast.ParseModuleWithOpts(fileName(index), string(formatted), parsing)
		}
		if err != nil {
			response.Problems = append(response.Problems, problemsOf(err)...)
			response.Texts[index] = source.Text
			continue
		}
		response.Texts[index] = string(formatted)
	}
	return response
}
