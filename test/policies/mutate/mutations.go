package main

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/open-policy-agent/opa/v1/ast"
)

// mutation is one change of a module, made in place.
type mutation struct {
	at    *ast.Location
	what  string
	apply func()
}

// exchanged are the operators and builtins that are easily mistaken for each other.
var exchanged = map[string]string{
	"equal": "neq", "neq": "equal", "lt": "lte", "lte": "lt", "gt": "gte", "gte": "gt",
	"startswith": "endswith", "endswith": "startswith", "contains": "startswith",
	"plus": "minus", "minus": "plus", "and": "or", "or": "and", "max": "min", "min": "max",
	"union": "intersection", "intersection": "union", "lower": "upper", "upper": "lower",
	"trim_prefix": "trim_suffix", "trim_suffix": "trim_prefix",
}

// prose are the parts of a result that are written for people: no test has to hold every word of them.
var prose = []string{"message", "fix"}

// mutationsOf lists all mutations of a module, in the same order for each copy of it.
func mutationsOf(module *ast.Module) []mutation {
	c := collector{}
	for index, rule := range module.Rules {
		if !rule.Default {
			c.add(rule.Location, "the rule is gone", func() { module.Rules = slices.Delete(module.Rules, index, index+1) })
		}
		c.rule(rule)
	}
	return c.mutations
}

type collector struct{ mutations []mutation }

func (c *collector) add(at *ast.Location, what string, apply func()) {
	if at != nil {
		c.mutations = append(c.mutations, mutation{at, what, apply})
	}
}

func (c *collector) rule(rule *ast.Rule) {
	head := rule.Head
	for index, argument := range head.Args {
		c.term(argument, func(term *ast.Term) { head.Args[index] = term })
	}
	if head.Key != nil {
		c.term(head.Key, func(term *ast.Term) { head.Key = term })
	}
	// A rule without a value has the value true.
	if head.Value != nil && (rule.Default || !head.Value.Equal(ast.InternedTerm(true))) {
		c.term(head.Value, func(term *ast.Term) { head.Value = term })
	}
	c.body(rule.Body)
	if rule.Else != nil {
		c.add(rule.Else.Location, "the else is gone", func() { rule.Else = nil })
		c.rule(rule.Else)
	}
}

func (c *collector) body(body ast.Body) {
	for index, expression := range body {
		if term, isTerm := expression.Terms.(*ast.Term); isTerm && term.Equal(ast.InternedTerm(true)) {
			continue
		}
		if _, isDeclaration := expression.Terms.(*ast.SomeDecl); !isDeclaration && !expression.IsAssignment() {
			c.add(expression.Location, "the condition is gone", func() { body[index] = ast.NewExpr(ast.BooleanTerm(true)) })
			if !expression.IsEvery() {
				c.add(expression.Location, "the condition is negated", func() { expression.Negated = !expression.Negated })
			}
		}
		c.expression(expression)
	}
}

func (c *collector) expression(expression *ast.Expr) {
	switch terms := expression.Terms.(type) {
	case *ast.Term:
		c.term(terms, func(term *ast.Term) { expression.Terms = term })
	case []*ast.Term:
		c.call(terms)
	case *ast.SomeDecl:
		// `some x in collection` is a call in the place of a variable.
		for _, symbol := range terms.Symbols {
			if call, isCall := symbol.Value.(ast.Call); isCall {
				c.call(call)
			}
		}
	case *ast.Every:
		c.term(terms.Domain, func(term *ast.Term) { terms.Domain = term })
		c.body(terms.Body)
	}
}

// call is an operator or a function with its arguments.
func (c *collector) call(terms []*ast.Term) {
	name := terms[0].Value.String()
	if other, isExchanged := exchanged[name]; isExchanged {
		c.add(terms[0].Location, fmt.Sprintf("%s becomes %s", name, other), func() { terms[0] = ast.RefTerm(ast.VarTerm(other)) })
	}
	for index := range terms[1:] {
		c.term(terms[index+1], func(term *ast.Term) { terms[index+1] = term })
	}
}

// term collects what can change inside a term; replace puts another one in its place.
func (c *collector) term(term *ast.Term, replace func(*ast.Term)) {
	with := func(value ast.Value) { replace(&ast.Term{Value: value, Location: term.Location}) }
	switch value := term.Value.(type) {
	case ast.String, ast.Number, ast.Boolean, ast.Null:
		other := otherConstant(value)
		c.add(term.Location, fmt.Sprintf("%v becomes %v", value, other), func() { with(other) })
	case ast.Ref:
		for index, part := range value {
			if _, isName := part.Value.(ast.String); !isName && index > 0 {
				c.term(part, func(other *ast.Term) { with(replaced(value, index, other)) })
			}
		}
	case *ast.Array:
		elements := termsOf(value)
		if len(elements) == 0 {
			c.add(term.Location, `[] becomes ["~"]`, func() { with(ast.NewArray(ast.StringTerm("~"))) })
		}
		for index, element := range elements {
			c.term(element, func(other *ast.Term) { with(ast.NewArray(replaced(elements, index, other)...)) })
		}
	case ast.Set:
		elements := value.Slice()
		for index, element := range elements {
			c.term(element, func(other *ast.Term) { with(ast.NewSet(replaced(elements, index, other)...)) })
		}
	case ast.Object:
		c.object(value, with)
	case ast.Call:
		c.call(value)
	case *ast.ArrayComprehension:
		c.term(value.Term, func(other *ast.Term) { value.Term = other })
		c.body(value.Body)
	case *ast.SetComprehension:
		c.term(value.Term, func(other *ast.Term) { value.Term = other })
		c.body(value.Body)
	case *ast.ObjectComprehension:
		c.term(value.Key, func(other *ast.Term) { value.Key = other })
		c.term(value.Value, func(other *ast.Term) { value.Value = other })
		c.body(value.Body)
	}
}

func (c *collector) object(object ast.Object, with func(ast.Value)) {
	var pairs [][2]*ast.Term
	object.Foreach(func(key, value *ast.Term) { pairs = append(pairs, [2]*ast.Term{key, value}) })
	for index, pair := range pairs {
		if name, isName := pair[0].Value.(ast.String); isName && slices.Contains(prose, string(name)) {
			continue
		}
		c.term(pair[0], func(other *ast.Term) {
			with(ast.NewObject(replaced(pairs, index, [2]*ast.Term{other, pair[1]})...))
		})
		c.term(pair[1], func(other *ast.Term) {
			with(ast.NewObject(replaced(pairs, index, [2]*ast.Term{pair[0], other})...))
		})
	}
}

func otherConstant(value ast.Value) ast.Value {
	switch value := value.(type) {
	case ast.String:
		return value + "~"
	case ast.Boolean:
		return !value
	case ast.Number:
		number, _ := value.Float64()
		return ast.Number(json.Number(fmt.Sprint(number + 1)))
	default:
		return ast.String("~")
	}
}

func termsOf(array *ast.Array) []*ast.Term {
	var terms []*ast.Term
	array.Foreach(func(term *ast.Term) { terms = append(terms, term) })
	return terms
}

// replaced is a copy of a list with one entry exchanged.
func replaced[List ~[]Item, Item any](list List, index int, item Item) List {
	copied := slices.Clone(list)
	copied[index] = item
	return copied
}
