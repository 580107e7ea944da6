package main

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/storage"
	"github.com/open-policy-agent/opa/v1/storage/inmem"
	"github.com/open-policy-agent/opa/v1/tester"
)

type outcome int

const (
	survived outcome = iota
	noticed
	invalid
)

// suite is tests with the modules that they need, however far away.
type suite struct {
	modules map[string]*ast.Module
	// filter matches the tests.
	filter string
}

func (l library) suiteOf(tests []string) suite {
	modules := map[string]*ast.Module{}
	var packages []string
	for _, path := range tests {
		l.gather(path, modules)
		packages = append(packages, regexp.QuoteMeta(l[path].Package.Path.String()))
	}
	return suite{modules, `^(?:` + strings.Join(packages, "|") + `)\.`}
}

// gather adds a module and those whose packages it refers to.
func (l library) gather(path string, modules map[string]*ast.Module) {
	if modules[path] != nil {
		return
	}
	modules[path] = l[path].Module
	ast.WalkRefs(l[path].Module, func(ref ast.Ref) bool {
		for other, module := range l {
			if modules[other] == nil && ref.HasPrefix(module.Package.Path) {
				l.gather(other, modules)
			}
		}
		return false
	})
}

// testsThatUse are the other files of tests that need a file.
func (l library) testsThatUse(file string, besides []string) []string {
	var users []string
	for path := range l {
		if !strings.HasSuffix(path, "_test.rego") || slices.Contains(besides, path) {
			continue
		}
		modules := map[string]*ast.Module{}
		l.gather(path, modules)
		if modules[file] != nil {
			users = append(users, path)
		}
	}
	slices.Sort(users)
	return users
}

// run says what becomes of the tests with a mutant in the place of its file.
func (s suite) run(mutant *ast.Module, file string) outcome {
	modules := make(map[string]*ast.Module, len(s.modules))
	for path, module := range s.modules {
		modules[path] = module
	}
	if mutant != nil {
		modules[file] = mutant
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	store := inmem.New()
	transaction, err := store.NewTransaction(ctx, storage.TransactionParams{Write: true})
	if err != nil {
		panic(err)
	}
	defer store.Abort(ctx, transaction)
	results, err := tester.NewRunner().
		SetCompiler(ast.NewCompiler().WithEnablePrintStatements(false)).
		SetStore(store).
		SetModules(modules).
		SetTimeout(2*time.Second).
		SetParallel(1).
		Filter(s.filter).
		RunTests(ctx, transaction)
	if err != nil {
		return invalid
	}
	outcome := survived
	for result := range results {
		if outcome == survived && (result.Fail || result.Error != nil) {
			outcome = noticed
			cancel()
		}
	}
	return outcome
}
