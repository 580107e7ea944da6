package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

type position struct {
	// Module is the index in the request.
	Module int `json:"module"`
	Row    int `json:"row"`
	// Column counts code points from 1.
	Column int `json:"column"`
}

type problem struct {
	Code     string    `json:"code"`
	Message  string    `json:"message"`
	Position *position `json:"position"`
}

// fileName stands for a module inside the compiler: the user's own path is never interpreted here.
func fileName(index int) string { return fmt.Sprintf("%06d.rego", index) }

func positionOf(location *ast.Location) *position {
	if location == nil {
		return nil
	}
	index, err := strconv.Atoi(strings.TrimSuffix(strings.TrimPrefix(location.File, "/"), ".rego"))
	if err != nil {
		return nil
	}
	return &position{Module: index, Row: max(location.Row, 1), Column: max(location.Col, 1)}
}

func problemsOf(err error) []problem {
	var list ast.Errors
	if !errors.As(err, &list) {
		var single *ast.Error
		if !errors.As(err, &single) {
			return []problem{{Code: "rego_compile_error", Message: err.Error()}}
		}
		list = ast.Errors{single}
	}
	list.Sort()
	problems := make([]problem, 0, len(list))
	for _, e := range list {
		problems = append(problems, problem{Code: e.Code, Message: explainRefusal(e.Message), Position: positionOf(e.Location)})
	}
	return problems
}

// moduleSource is a module as the host gives it: its text alone (Rego v1), or an object.
type moduleSource struct {
	Text string `json:"text"`
	// Version is v0 or v1.
	Version string `json:"version"`
	// Namespace goes before the package and before `data.lib` (see namespace.go).
	Namespace []string `json:"namespace"`
}

func (m *moduleSource) UnmarshalJSON(encoded []byte) error {
	if bytes.HasPrefix(encoded, []byte(`"`)) {
		return json.Unmarshal(encoded, &m.Text)
	}
	type plain moduleSource
	return json.Unmarshal(encoded, (*plain)(m))
}

func (m *moduleSource) options() ast.ParserOptions {
	if m.Version == "v0" {
		return ast.ParserOptions{RegoVersion: ast.RegoV0, ProcessAnnotation: true, Capabilities: capabilitiesV0}
	}
	return ast.ParserOptions{RegoVersion: ast.RegoV1, ProcessAnnotation: true, Capabilities: capabilities}
}

// parse reads every module, collecting the errors of all of them.
func parse(sources []moduleSource) (map[string]*ast.Module, []problem) {
	modules := make(map[string]*ast.Module, len(sources))
	var problems []problem
	for index, source := range sources {
		module, err := ast.ParseModuleWithOpts(fileName(index), source.Text, source.options())
		if err != nil {
			problems = append(problems, problemsOf(err)...)
			continue
		}
		if module == nil {
			problems = append(problems, problem{
				Code: "rego_parse_error", Message: "the file is empty", Position: &position{Module: index, Row: 1, Column: 1},
			})
			continue
		}
		if len(source.Namespace) > 0 {
			problems = append(problems, applyNamespace(module, source.Namespace)...)
		}
		modules[fileName(index)] = module
	}
	return modules, problems
}
