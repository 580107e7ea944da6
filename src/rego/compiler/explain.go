package main

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"
)

type explainRequest struct {
	Modules []moduleSource `json:"modules"`
	// Rule is a set of results, for example `data.security.pod_privileged.deny`.
	Rule  string          `json:"rule"`
	Input json.RawMessage `json:"input"`
	Data  map[string]any  `json:"data"`
}

type explainResponse struct {
	Problems []problem         `json:"problems"`
	Results  []explainedResult `json:"results"`
}

// explainedResult is one result of the rule with the expressions that held when it was made.
type explainedResult struct {
	Value       any                   `json:"value"`
	Position    *position             `json:"position"`
	Expressions []explainedExpression `json:"expressions"`
}

type explainedExpression struct {
	Position *position `json:"position"`
	// Text is the expression as written, with the values of its variables below it.
	Text string `json:"text"`
}

//go:wasmexport mcp_explain
func exportExplain() uint64 { return operate(explain) }

// explain evaluates one rule with OPA's own interpreter and tells how each of its results came about.
func explain(request explainRequest) explainResponse {
	modules, problems := parse(request.Modules)
	if len(problems) > 0 {
		return explainResponse{Problems: problems}
	}
	compiler := ast.NewCompiler().WithCapabilities(capabilities).WithEnablePrintStatements(false).WithRewriteTestRules(true)
	if compiler.Compile(modules); compiler.Failed() {
		return explainResponse{Problems: problemsOf(compiler.Errors)}
	}
	data := request.Data
	if data == nil {
		data = map[string]any{}
	}
	input, err := ast.ValueFromReader(strings.NewReader(string(request.Input)))
	if err != nil {
		return explainResponse{Problems: problemsOf(err)}
	}
	tracer := &resultTracer{rule: request.Rule}
	query := rego.New(
		rego.Query(request.Rule),
		rego.Compiler(compiler),
		rego.Store(inmem.NewFromObject(data)),
		rego.ParsedInput(input),
		rego.Runtime(ast.ObjectTerm()),
		rego.QueryTracer(tracer),
	)
	if _, err := query.Eval(context.Background()); err != nil {
		return explainResponse{Problems: problemsOf(err), Results: tracer.results}
	}
	return explainResponse{Results: tracer.results}
}

// resultTracer notes each time that the rule succeeds.
type resultTracer struct {
	rule    string
	results []explainedResult
}

func (t *resultTracer) Enabled() bool { return true }

func (t *resultTracer) Config() topdown.TraceConfig { return topdown.TraceConfig{PlugLocalVars: true} }

func (t *resultTracer) TraceEvent(event topdown.Event) {
	rule, isRule := event.Node.(*ast.Rule)
	if !isRule || event.Op != topdown.ExitOp || rule.Head.Key == nil || rule.Path().String() != t.rule {
		return
	}
	value, err := ast.JSON(event.Plug(rule.Head.Key).Value)
	if err != nil {
		return
	}
	result := explainedResult{Value: value, Position: positionOf(rule.Location)}
	for _, expression := range rule.Body {
		if expression.Generated || expression.Location == nil || len(expression.Location.Text) == 0 {
			continue
		}
		at := event
		at.Node, at.Location = expression, expression.Location
		result.Expressions = append(result.Expressions, explainedExpression{
			Position: positionOf(expression.Location), Text: prettyExpression(&at),
		})
	}
	t.results = append(t.results, result)
}
