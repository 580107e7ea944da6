package main

import (
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

// parse reads every module, collecting the errors of all of them.
func parse(texts []string) (map[string]*ast.Module, []problem) {
	options := ast.ParserOptions{RegoVersion: ast.RegoV1, ProcessAnnotation: true, Capabilities: capabilities}
	modules := make(map[string]*ast.Module, len(texts))
	var problems []problem
	for index, text := range texts {
		module, err := ast.ParseModuleWithOpts(fileName(index), text, options)
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
		modules[fileName(index)] = module
	}
	return modules, problems
}
