package main

import (
	"errors"
	"strings"
	"unsafe"

	"github.com/open-policy-agent/opa/v1/ast"
	"github.com/open-policy-agent/opa/v1/topdown"
	"github.com/open-policy-agent/opa/v1/types"
)

// The builtins that conftest adds to OPA's (conftest v0.71 builtins/parse_config.go). Files are found beside the module
// that names them, and only the host can read them.
var ofConftest = []*ast.Builtin{
	{Name: "parse_config", Decl: types.NewFunction(types.Args(types.S, types.S), configuration)},
	{Name: "parse_config_file", Decl: types.NewFunction(types.Args(types.S), configuration)},
	{Name: "parse_combined_config_files", Decl: types.NewFunction(types.Args(types.NewArray(nil, types.S)), configuration)},
}

var configuration = types.NewObject(nil, types.NewDynamicProperty(types.S, types.NewAny()))

func init() {
	for _, builtin := range ofConftest {
		ast.RegisterBuiltin(builtin)
		topdown.RegisterBuiltinFunc(builtin.Name, func(
			bctx topdown.BuiltinContext, operands []*ast.Term, iter func(*ast.Term) error,
		) error {
			// What follows the arguments is the variable that takes the result.
			arguments := operands[:len(builtin.Decl.FuncArgs().Args)]
			result, err := askHost(builtin.Name, arguments, bctx.Location)
			if err != nil {
				return err
			}
			return iter(result)
		})
	}
}

//go:wasmimport mcp ask
func hostAsk(request unsafe.Pointer, size uint32) uint32

//go:wasmimport mcp answer
func hostAnswer(buffer unsafe.Pointer)

// askHost has the host answer a builtin. The question is the term `[name, [argument, ...]]`, with the name of the module
// as the first argument of those that read files; the answer is `=` and a term, or `!` and what is wrong.
func askHost(name string, operands []*ast.Term, location *ast.Location) (*ast.Term, error) {
	if location != nil && readsFiles(name) {
		operands = append([]*ast.Term{ast.StringTerm(location.File)}, operands...)
	}
	var text strings.Builder
	writeTerm(&text, ast.ArrayTerm(ast.StringTerm(name), ast.ArrayTerm(operands...)))
	question := []byte(text.String())
	answer := make([]byte, hostAsk(unsafe.Pointer(unsafe.SliceData(question)), uint32(len(question)))+1)
	hostAnswer(unsafe.Pointer(unsafe.SliceData(answer)))
	said := string(answer[:len(answer)-1])
	if reason, failed := strings.CutPrefix(said, "!"); failed {
		return nil, errors.New(reason)
	}
	return readTerm(strings.TrimPrefix(said, "="))
}

func readsFiles(name string) bool {
	return name == "parse_config_file" || name == "parse_combined_config_files"
}
