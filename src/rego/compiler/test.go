package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/cover"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/topdown/lineage"
)

type testRequest struct {
	Modules []moduleSource `json:"modules"`
	// Allow names builtins that are refused otherwise.
	Allow []string `json:"allow"`
	// Data is what tests see as `data` beside their modules.
	Data map[string]any `json:"data"`
	// Run is a regular expression on the full names of tests; empty: all of them.
	Run      string `json:"run"`
	Coverage bool   `json:"coverage"`
	// Trace asks for the evaluation of each failing test, step by step.
	Trace bool `json:"trace"`
	// Timeout of one test, milliseconds.
	Timeout int `json:"timeout"`
}

type testResponse struct {
	Problems []problem      `json:"problems"`
	Tests    []testDocument `json:"tests"`
	Coverage []fileCoverage `json:"coverage"`
}

type testDocument struct {
	Package  string    `json:"package"`
	Name     string    `json:"name"`
	Position *position `json:"position"`
	// Outcome is pass, fail, error or skip.
	Outcome      string  `json:"outcome"`
	Milliseconds float64 `json:"milliseconds"`
	// Output is what the test printed.
	Output string `json:"output"`
	// Message says why there is an error.
	Message string `json:"message"`
	// Cases are those of a test over a table (`test_x[case] if`).
	Cases []testCase `json:"cases"`
	// Failures are the expressions at which the test, or its failing cases, ended.
	Failures []failedExpression `json:"failures"`
	Trace    string             `json:"trace"`
}

type testCase struct {
	Name   string `json:"name"`
	Passed bool   `json:"passed"`
}

type failedExpression struct {
	Position *position `json:"position"`
	// Text is the expression as written, with the values of its variables below it.
	Text string `json:"text"`
	Case string `json:"case"`
}

type fileCoverage struct {
	Module int `json:"module"`
	// Lines as `[first, last]`.
	NotCovered      [][2]int `json:"notCovered"`
	CoveredLines    int      `json:"coveredLines"`
	NotCoveredLines int      `json:"notCoveredLines"`
}

//go:wasmexport mcp_test
func exportTest() uint64 { return operate(test) }

// test runs the unit tests in modules as `opa test` does. Tests that fail run a second time with tracing, to say where.
func test(request testRequest) testResponse {
	modules, problems := parse(request.Modules)
	if len(problems) > 0 {
		return testResponse{Problems: problems}
	}
	if _, err := regexp.Compile(request.Run); err != nil {
		return testResponse{Problems: []problem{{Code: "run", Message: err.Error()}}}
	}
	coverage := newYieldingTracer(request.Coverage)
	results, problems := runTests(request, modules, coverage, false, request.Run)
	if len(problems) > 0 {
		return testResponse{Problems: problems}
	}
	var response testResponse
	for _, result := range results {
		document := describeTest(result)
		if document.Outcome == "fail" {
			explainFailure(&document, request, modules)
		}
		response.Tests = append(response.Tests, document)
	}
	slices.SortFunc(response.Tests, func(a, b testDocument) int {
		return cmp.Or(
			cmp.Compare(a.Position.Module, b.Position.Module),
			cmp.Compare(a.Position.Row, b.Position.Row),
			cmp.Compare(a.Position.Column, b.Position.Column),
			cmp.Compare(a.Name, b.Name),
		)
	})
	if request.Coverage {
		response.Coverage = describeCoverage(coverage.cover.Report(modules), modules, len(request.Modules))
	}
	return response
}

func runTests(
	request testRequest, modules map[string]*ast.Module, tracer topdown.QueryTracer, trace bool, run string,
) ([]*tester.Result, []problem) {
	ctx := context.Background()
	data := request.Data
	if data == nil {
		data = map[string]any{}
	}
	store := inmem.NewFromObject(data)
	transaction, err := store.NewTransaction(ctx, storage.TransactionParams{Write: true})
	if err != nil {
		return nil, problemsOf(err)
	}
	defer store.Abort(ctx, transaction)
	compiler := ast.NewCompiler().
		SetErrorLimit(0).
		WithCapabilities(capabilitiesWith(request.Allow)).
		WithPathConflictsCheck(storage.NonEmpty(ctx, store, transaction)).
		WithEnablePrintStatements(true).
		WithUseTypeCheckAnnotations(true).
		WithRewriteTestRules(trace)
	runner := tester.NewRunner().
		SetCompiler(compiler).
		SetStore(store).
		SetModules(modules).
		CapturePrintOutput(true).
		EnableTracing(trace).
		SetCoverageQueryTracer(tracer).
		SetRuntime(ast.ObjectTerm()).
		SetTimeout(time.Duration(request.Timeout) * time.Millisecond).
		SetParallel(1).
		Filter(run)
	channel, err := runner.RunTests(ctx, transaction)
	if err != nil {
		return nil, problemsOf(err)
	}
	var results []*tester.Result
	for result := range channel {
		results = append(results, result)
	}
	return results, nil
}

func describeTest(result *tester.Result) testDocument {
	document := testDocument{
		Package:      strings.TrimPrefix(result.Package, "data."),
		Name:         result.Name,
		Position:     positionOf(result.Location),
		Outcome:      "pass",
		Milliseconds: float64(result.Duration) / float64(time.Millisecond),
		Output:       string(result.Output),
	}
	switch {
	case result.Skip:
		document.Outcome = "skip"
	case result.Error != nil:
		document.Outcome, document.Message = "error", messageOf(result.Error)
	case result.Fail:
		document.Outcome = "fail"
	}
	for names, sub := range result.SubResults.Iter {
		if len(sub.SubResults) == 0 {
			document.Cases = append(document.Cases, testCase{Name: strings.Join(names, " / "), Passed: !sub.Fail})
		}
	}
	return document
}

func messageOf(err error) string {
	var failed *topdown.Error
	if errors.As(err, &failed) {
		if failed.Code == topdown.CancelErr {
			return "the test took too long"
		}
		return failed.Message
	}
	return err.Error()
}

// explainFailure runs one failing test again, traced.
func explainFailure(document *testDocument, request testRequest, modules map[string]*ast.Module) {
	// The second test of a name is `test_x#01`, which a reference quotes.
	name := "^" + regexp.QuoteMeta("data."+document.Package) + `(\.|\[")` + regexp.QuoteMeta(document.Name) + `("\])?$`
	results, _ := runTests(request, modules, newYieldingTracer(false), true, name)
	for _, result := range results {
		if at := positionOf(result.Location); at == nil || *at != *document.Position {
			continue
		}
		if len(result.SubResults) == 0 {
			document.addFailure(result.Trace, "")
		}
		for names, sub := range result.SubResults.Iter {
			if sub.Fail && len(sub.SubResults) == 0 {
				document.addFailure(sub.Trace, strings.Join(names, " / "))
			}
		}
		if request.Trace {
			var text strings.Builder
			topdown.PrettyTraceWithLocation(&text, lineage.Filter(result.Trace, func(event *topdown.Event) bool {
				return event.Op == topdown.NoteOp || event.Op == topdown.FailOp
			}))
			document.Trace = text.String()
		}
	}
}

// addFailure finds the last expression that failed, as tester.PrettyReporter does.
func (d *testDocument) addFailure(trace []*topdown.Event, name string) {
	for _, event := range slices.Backward(trace) {
		expression, isExpression := event.Node.(*ast.Expr)
		if event.Op != topdown.FailOp || event.Location == nil || event.QueryID == 0 || !isExpression {
			continue
		}
		if _, isEvery := expression.Terms.(*ast.Every); isEvery {
			continue
		}
		d.Failures = append(d.Failures, failedExpression{
			Position: positionOf(event.Location), Text: prettyExpression(event), Case: name,
		})
		return
	}
}

func prettyExpression(event *topdown.Event) string {
	var text bytes.Buffer
	if err := topdown.PrettyEvent(&text, event, topdown.PrettyEventOpts{PrettyVars: true}); err != nil {
		return string(event.Location.Text)
	}
	return strings.TrimRight(text.String(), "\n")
}

func describeCoverage(report cover.Report, modules map[string]*ast.Module, count int) []fileCoverage {
	files := make([]fileCoverage, 0, count)
	for index := range count {
		found := report.Files[fileName(index)]
		if found == nil || isTest(modules[fileName(index)]) {
			continue
		}
		file := fileCoverage{
			Module: index, NotCovered: [][2]int{}, CoveredLines: found.CoveredLines, NotCoveredLines: found.NotCoveredLines,
		}
		for _, gap := range found.NotCovered {
			file.NotCovered = append(file.NotCovered, [2]int{gap.Start.Row, gap.End.Row})
		}
		slices.SortFunc(file.NotCovered, func(a, b [2]int) int { return cmp.Or(a[0]-b[0], a[1]-b[1]) })
		file.NotCovered = slices.Compact(file.NotCovered)
		files = append(files, file)
	}
	return files
}

// isTest tells modules that hold tests: that those are covered says nothing of the policies.
func isTest(module *ast.Module) bool {
	return slices.ContainsFunc(module.Rules, func(rule *ast.Rule) bool {
		name := rule.Head.Ref()[0].Value.String()
		return strings.HasPrefix(name, tester.TestPrefix) || strings.HasPrefix(name, tester.SkipTestPrefix)
	})
}

// yieldingTracer lets timers fire during an evaluation: Go on Wasm preempts nothing, so the timeout of a test
// would never come otherwise. It records the coverage on the way.
type yieldingTracer struct {
	cover  *cover.Cover
	events int
}

func newYieldingTracer(coverage bool) *yieldingTracer {
	if !coverage {
		return &yieldingTracer{}
	}
	return &yieldingTracer{cover: cover.New()}
}

func (t *yieldingTracer) Enabled() bool { return true }

func (t *yieldingTracer) Config() topdown.TraceConfig { return topdown.TraceConfig{} }

func (t *yieldingTracer) TraceEvent(event topdown.Event) {
	if t.cover != nil {
		t.cover.TraceEvent(event)
	}
	if t.events++; t.events%1024 == 0 {
		runtime.Gosched()
	}
}
