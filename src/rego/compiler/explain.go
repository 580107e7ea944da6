package main

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/rego"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/topdown"
)

type explainRequest struct {
	Modules []moduleSource `json:"modules"`
	// Allow names builtins that are refused otherwise.
	Allow []string `json:"allow"`
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
	// Text is the expression as written.
	Text   string           `json:"text"`
	Values []explainedValue `json:"values"`
}

// explainedValue is what a variable, or a part of it or of the input, was.
type explainedValue struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

//go:wasmexport mcp_explain
func exportExplain() uint64 { return operate(explain) }

// explain evaluates one rule with OPA's own interpreter and tells how each of its results came about.
func explain(request explainRequest) explainResponse {
	modules, problems := parse(request.Modules)
	if len(problems) > 0 {
		return explainResponse{Problems: problems}
	}
	compiler := ast.NewCompiler().WithCapabilities(capabilitiesWith(request.Allow)).WithEnablePrintStatements(false).WithRewriteTestRules(true)
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
	ctx, cancel := context.WithTimeout(context.Background(), longestExplanation)
	defer cancel()
	if _, err := query.Eval(ctx); err != nil {
		return explainResponse{Problems: problemsOf(err), Results: tracer.results}
	}
	return explainResponse{Results: tracer.results}
}

// longestExplanation is how long the evaluation may take: the interpreter with a tracer is slow.
const longestExplanation = 20 * time.Second

// resultTracer notes each time that the rule succeeds. How it puts its result together is no reason for it.
type resultTracer struct {
	yieldingTracer
	rule    string
	results []explainedResult
}

func (t *resultTracer) Config() topdown.TraceConfig { return topdown.TraceConfig{PlugLocalVars: true} }

func (t *resultTracer) TraceEvent(event topdown.Event) {
	t.yieldingTracer.TraceEvent(event)
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
		isResult := expression.IsEquality() && expression.Operand(0).Equal(rule.Head.Key)
		if isResult || expression.Generated || expression.Location == nil || len(expression.Location.Text) == 0 {
			continue
		}
		result.Expressions = append(result.Expressions, explainedExpression{
			Position: positionOf(expression.Location),
			Text:     string(expression.Location.Text),
			Values:   valuesIn(expression, &event),
		})
	}
	t.results = append(t.results, result)
}

// valuesIn tells the values of the variables and references in an expression, each once, in the order of the text.
// The rewritten expression holds parts that the author never wrote: those have no text.
func valuesIn(expression *ast.Expr, event *topdown.Event) []explainedValue {
	var found []explainedValue
	add := func(term *ast.Term, value ast.Value) {
		if value == nil || term.Location == nil || len(term.Location.Text) == 0 {
			return
		}
		named := explainedValue{Name: string(term.Location.Text), Value: shortened(value.String())}
		if !slices.Contains(found, named) && named.Name != named.Value {
			found = append(found, named)
		}
	}
	var visitor *ast.GenericVisitor
	visitor = ast.NewGenericVisitor(func(node any) bool {
		term, isTerm := node.(*ast.Term)
		if !isTerm {
			return false
		}
		switch value := term.Value.(type) {
		case *ast.ArrayComprehension, *ast.SetComprehension, *ast.ObjectComprehension:
			return true
		case ast.Ref:
			add(term, valueOf(value, event))
			// The path may hold variables too; the root, whose value is all of it, would only be noise.
			for _, part := range value[1:] {
				visitor.Walk(part)
			}
			return true
		case ast.Var:
			if _, isLocal := event.LocalMetadata[value]; isLocal {
				add(term, event.Locals.Get(value))
			}
		}
		return false
	})
	visitor.Walk(expression)
	return found
}

// valueOf follows a reference into a local variable or the input; nil for any other one.
func valueOf(ref ast.Ref, event *topdown.Event) ast.Value {
	var root ast.Value
	if ref[0].Equal(ast.InputRootDocument) {
		if input := event.Input(); input != nil {
			root = input.Value
		}
	} else if name, isVar := ref[0].Value.(ast.Var); isVar {
		root = event.Locals.Get(name)
	}
	if root == nil {
		return nil
	}
	path := make(ast.Ref, 0, len(ref)-1)
	for _, part := range ref[1:] {
		if name, isVar := part.Value.(ast.Var); isVar {
			value := event.Locals.Get(name)
			if value == nil {
				return nil
			}
			part = ast.NewTerm(value)
		}
		path = append(path, part)
	}
	value, err := root.Find(path)
	if err != nil {
		return nil
	}
	return value
}

// longestValue is how much of a value is told, in characters.
const longestValue = 200

func shortened(text string) string {
	if runes := []rune(text); len(runes) > longestValue {
		return string(runes[:longestValue]) + "..."
	}
	return text
}
