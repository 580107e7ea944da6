// Command mutate-policies asks whether the Rego tests of policies would notice a mistake in them: it changes one thing at a
// time on the syntax tree (a condition negated or gone, an operator or a constant exchanged, a rule gone) and runs the tests
// that are about the changed file. A change that no test notices is printed with its place, and the command ends with 1;
// those of equivalent.txt change nothing that anybody could see.
//
//	go run . FOLDER [ID...]
package main

import (
	_ "embed"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/open-policy-agent/opa/v1/ast"
)

func main() {
	if len(os.Args) < 2 {
		stop("usage: go run . FOLDER [ID...]")
	}
	begin := time.Now()
	library, err := readLibrary(os.Args[1])
	if err != nil {
		stop(err.Error())
	}
	subjects := library.subjects(os.Args[2:])
	if len(subjects) == 0 {
		stop("there is no policy with tests beside it")
	}
	results := make([]result, len(subjects))
	var group sync.WaitGroup
	slots := make(chan struct{}, runtime.NumCPU())
	for index, file := range subjects {
		group.Go(func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			results[index] = library.mutate(file)
		})
	}
	group.Wait()

	var total result
	for _, each := range results {
		total.add(each)
	}
	unnoticed, stale := total.split(subjects)
	for _, mutant := range unnoticed {
		fmt.Println(mutant)
	}
	for _, key := range stale {
		fmt.Println("equivalent.txt excuses what does not survive:", key)
	}
	fmt.Printf("%d files, %d mutants: %d noticed, %d not, %d equivalent; %d more do not compile. %d s.\n", len(subjects),
		total.noticed+len(total.survivors), total.noticed, len(unnoticed), len(total.survivors)-len(unnoticed), total.invalid,
		int(time.Since(begin).Seconds()))
	if len(unnoticed)+len(stale) > 0 {
		os.Exit(1)
	}
}

//go:embed equivalent.txt
var equivalents string

// split tells the survivors that equivalent.txt does not excuse, and what it excuses in these files without need.
func (r *result) split(files []string) (unnoticed []survivor, stale []string) {
	left := r.survivors
	for line := range strings.Lines(equivalents) {
		key := strings.TrimSpace(line)
		file, _, isKey := strings.Cut(key, ": ")
		if !isKey || !slices.Contains(files, file) {
			continue
		}
		others := slices.DeleteFunc(slices.Clone(left), func(each survivor) bool { return each.key() == key })
		if len(others) == len(left) {
			stale = append(stale, key)
		}
		left = others
	}
	return left, stale
}

func stop(reason string) {
	fmt.Fprintln(os.Stderr, reason)
	os.Exit(2)
}

// result of the mutants of one file.
type result struct {
	noticed, invalid int
	survivors        []survivor
}

// survivor is a mutant that no test noticed.
type survivor struct {
	file, what, line string
	row, column      int
}

func (s survivor) String() string {
	return fmt.Sprintf("%s:%d:%d: %s: %s", s.file, s.row, s.column, s.what, s.line)
}

// key names the mutant as long as its line stays as it is, wherever that stands.
func (s survivor) key() string { return fmt.Sprintf("%s: %s: %s", s.file, s.what, s.line) }

func (r *result) add(other result) {
	r.noticed += other.noticed
	r.invalid += other.invalid
	r.survivors = append(r.survivors, other.survivors...)
}

// library is all modules of a folder, by path.
type library map[string]module

type module struct {
	*ast.Module
	lines []string
}

func readLibrary(folder string) (library, error) {
	modules := library{}
	err := filepath.WalkDir(folder, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".rego" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name, err := filepath.Rel(filepath.Dir(folder), path)
		if err != nil {
			return err
		}
		parsed, err := ast.ParseModuleWithOpts(name, string(text), ast.ParserOptions{RegoVersion: ast.RegoV1})
		modules[name] = module{parsed, strings.Split(string(text), "\n")}
		return err
	})
	return modules, err
}

// subjects are the files that have tests beside them, sorted; those of these names alone if there are any.
func (l library) subjects(names []string) []string {
	var files []string
	for path := range l {
		name := strings.TrimSuffix(filepath.Base(path), ".rego")
		if l[testsOf(path)].Module != nil && (len(names) == 0 || slices.Contains(names, name)) {
			files = append(files, path)
		}
	}
	slices.Sort(files)
	return files
}

func testsOf(path string) string { return strings.TrimSuffix(path, ".rego") + "_test.rego" }

// mutate tries every mutant of a file on its own tests, and then on those of all that use it.
func (l library) mutate(file string) result {
	own := []string{testsOf(file)}
	suites := []suite{l.suiteOf(own)}
	if users := l.testsThatUse(file, own); len(users) > 0 {
		suites = append(suites, l.suiteOf(users))
	}
	for _, each := range suites {
		if outcome := each.run(nil, ""); outcome != survived {
			stop(fmt.Sprintf("the tests of %s do not pass as they are", file))
		}
	}
	var found result
	for index := range len(mutationsOf(l[file].Module)) {
		mutant := l[file].Copy()
		mutation := mutationsOf(mutant)[index]
		mutation.apply()
		switch outcomeOf(suites, mutant, file) {
		case noticed:
			found.noticed++
		case invalid:
			found.invalid++
		case survived:
			line := strings.TrimSpace(l[file].lines[mutation.at.Row-1])
			found.survivors = append(found.survivors, survivor{file, mutation.what, line, mutation.at.Row, mutation.at.Col})
		}
	}
	return found
}

func outcomeOf(suites []suite, mutant *ast.Module, file string) outcome {
	for _, each := range suites {
		if outcome := each.run(mutant, file); outcome != survived {
			return outcome
		}
	}
	return survived
}
