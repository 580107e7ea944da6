package main

import (
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

type inspectRequest struct {
	Modules []moduleSource `json:"modules"`
	// Allow names builtins that are refused otherwise.
	Allow []string `json:"allow"`
}

type inspectResponse struct {
	Problems []problem         `json:"problems"`
	Packages []packageDocument `json:"packages"`
}

type packageDocument struct {
	// Path is what follows `data`.
	Path     []string  `json:"path"`
	Position *position `json:"position"`
	// Annotations are those of the scope `package`.
	Annotations *annotationsDocument `json:"annotations"`
	Rules       []ruleDocument       `json:"rules"`
	// Reads are the references to `data` that no rule of the modules answers, each path once; without a path: to all of it.
	Reads []dataReference `json:"reads"`
}

type dataReference struct {
	// Path is what follows `data`.
	Path     []string  `json:"path"`
	Position *position `json:"position"`
}

type annotationsDocument struct {
	Position    *position      `json:"position"`
	Title       string         `json:"title"`
	Description string         `json:"description"`
	Custom      map[string]any `json:"custom"`
}

type ruleDocument struct {
	Name string `json:"name"`
	// Kind is set, object, complete or function.
	Kind     string    `json:"kind"`
	Position *position `json:"position"`
	// Reads are the paths below `input` that the rule may depend on, through every rule that it refers to.
	Reads [][]string `json:"reads"`
	// Clock tells that the rule may depend on more than `input`: the time of day, or what was refused if not allowed.
	Clock bool `json:"clock"`
}

// inspect parses and checks modules as `opa check` does, and says what is in them.
func inspect(request inspectRequest) inspectResponse {
	modules, problems := parse(request.Modules)
	if len(problems) > 0 {
		return inspectResponse{Problems: problems}
	}
	compiler := ast.NewCompiler().WithCapabilities(capabilitiesWith(request.Allow))
	compiler.Compile(modules)
	if compiler.Failed() {
		return inspectResponse{Problems: problemsOf(compiler.Errors)}
	}

	reads := newReadsOf(compiler)
	packages := map[string]*packageDocument{}
	var order []string
	for index := range request.Modules {
		module := compiler.Modules[fileName(index)]
		key := module.Package.Path.String()
		document := packages[key]
		if document == nil {
			document = &packageDocument{
				Path: pathOf(module.Package.Path[1:]), Position: positionOf(module.Package.Location), Rules: []ruleDocument{}, Reads: []dataReference{},
			}
			packages[key] = document
			order = append(order, key)
			document.Annotations = annotationsOf(compiler.GetAnnotationSet().GetPackageScope(module.Package))
		}
		addRules(document, module, reads)
	}
	slices.Sort(order)
	response := inspectResponse{Packages: make([]packageDocument, 0, len(order))}
	for _, key := range order {
		response.Packages = append(response.Packages, *packages[key])
	}
	return response
}

func addRules(document *packageDocument, module *ast.Module, reads *readsOf) {
	for _, rule := range module.Rules {
		name := pathOf(rule.Head.Ref()[:1])[0]
		paths, clock := reads.of(rule)
		for _, reference := range reads.directly(rule).data {
			if !slices.ContainsFunc(document.Reads, func(r dataReference) bool { return slices.Equal(r.Path, reference.Path) }) {
				document.Reads = append(document.Reads, reference)
			}
		}
		known := slices.IndexFunc(document.Rules, func(r ruleDocument) bool { return r.Name == name })
		if known < 0 {
			known = len(document.Rules)
			document.Rules = append(document.Rules, ruleDocument{Name: name, Kind: kindOf(rule), Position: positionOf(rule.Location)})
		}
		document.Rules[known].Reads = mergeReads(document.Rules[known].Reads, paths)
		document.Rules[known].Clock = document.Rules[known].Clock || clock
	}
}

func kindOf(rule *ast.Rule) string {
	switch {
	case len(rule.Head.Args) > 0:
		return "function"
	case rule.Head.RuleKind() == ast.MultiValue && len(rule.Head.Ref()) == 1:
		return "set"
	case len(rule.Head.Ref()) > 1:
		return "object"
	}
	return "complete"
}

func annotationsOf(annotations *ast.Annotations) *annotationsDocument {
	if annotations == nil {
		return nil
	}
	return &annotationsDocument{
		Position:    positionOf(annotations.Location),
		Title:       annotations.Title,
		Description: annotations.Description,
		Custom:      annotations.Custom,
	}
}

// pathOf gives the leading string parts of a reference.
func pathOf(ref []*ast.Term) []string {
	path := make([]string, 0, len(ref))
	for _, term := range ref {
		switch value := term.Value.(type) {
		case ast.String:
			path = append(path, string(value))
		case ast.Var:
			// The head of a rule's reference is a variable; later ones are dynamic parts.
			if len(path) > 0 {
				return path
			}
			path = append(path, string(value))
		default:
			return path
		}
	}
	return path
}
