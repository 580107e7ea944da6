package main

import (
	"encoding/json"
	"errors"
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

var errTerm = errors.New("not a ground Rego term")

// deepest is how far terms may nest; OPA's parser has the same kind of limit.
const deepest = 10_000

// readTerm reads what opa_value_dump writes. (ast.ParseTerm takes 50 times as long.)
func readTerm(text string) (*ast.Term, error) {
	reader := termReader{text: text}
	term, err := reader.term(0)
	if err != nil {
		return nil, err
	}
	if reader.skip(); reader.at < len(text) {
		return nil, errTerm
	}
	return term, nil
}

type termReader struct {
	text string
	at   int
}

func (r *termReader) skip() {
	for r.at < len(r.text) && strings.IndexByte(" \t\r\n", r.text[r.at]) >= 0 {
		r.at++
	}
}

// peek is the next character that is no space, 0 at the end.
func (r *termReader) peek() byte {
	if r.skip(); r.at == len(r.text) {
		return 0
	}
	return r.text[r.at]
}

func (r *termReader) take(expected string) bool {
	r.skip()
	if !strings.HasPrefix(r.text[r.at:], expected) {
		return false
	}
	r.at += len(expected)
	return true
}

func (r *termReader) term(depth int) (*ast.Term, error) {
	if depth > deepest {
		return nil, errTerm
	}
	switch next := r.peek(); {
	case next == '"':
		return r.quoted()
	case next == '[':
		return r.array(depth)
	case next == '{':
		return r.braces(depth)
	case r.take("set()"):
		return ast.SetTerm(), nil
	case r.take("null"):
		return ast.NullTerm(), nil
	case r.take("true"):
		return ast.BooleanTerm(true), nil
	case r.take("false"):
		return ast.BooleanTerm(false), nil
	}
	return r.number()
}

func (r *termReader) quoted() (*ast.Term, error) {
	start := r.at
	escaped := false
	for r.at++; r.at < len(r.text); r.at++ {
		switch r.text[r.at] {
		case '\\':
			escaped = true
			r.at++
		case '"':
			r.at++
			if !escaped {
				return ast.StringTerm(r.text[start+1 : r.at-1]), nil
			}
			var value string
			if err := json.Unmarshal([]byte(r.text[start:r.at]), &value); err != nil {
				return nil, err
			}
			return ast.StringTerm(value), nil
		}
	}
	return nil, errTerm
}

func (r *termReader) number() (*ast.Term, error) {
	start := r.at
	for r.at < len(r.text) && strings.IndexByte("+-.0123456789eE", r.text[r.at]) >= 0 {
		r.at++
	}
	if start == r.at {
		return nil, errTerm
	}
	return ast.NumberTerm(json.Number(r.text[start:r.at])), nil
}

func (r *termReader) array(depth int) (*ast.Term, error) {
	r.at++
	var elements []*ast.Term
	err := r.list(']', func() error {
		element, err := r.term(depth + 1)
		elements = append(elements, element)
		return err
	})
	return ast.ArrayTerm(elements...), err
}

// braces reads an object or a set: the first colon decides.
func (r *termReader) braces(depth int) (*ast.Term, error) {
	r.at++
	var members []*ast.Term
	var pairs [][2]*ast.Term
	err := r.list('}', func() error {
		key, err := r.term(depth + 1)
		if err != nil {
			return err
		}
		if !r.take(":") {
			members = append(members, key)
			return nil
		}
		value, err := r.term(depth + 1)
		pairs = append(pairs, [2]*ast.Term{key, value})
		return err
	})
	if err == nil && len(members) > 0 && len(pairs) > 0 {
		err = errTerm
	}
	if len(members) > 0 {
		return ast.SetTerm(members...), err
	}
	return ast.ObjectTerm(pairs...), err
}

func (r *termReader) list(end byte, item func() error) error {
	if r.peek() == end {
		r.at++
		return nil
	}
	for {
		if err := item(); err != nil {
			return err
		}
		if r.take(",") {
			continue
		}
		if r.peek() != end {
			return errTerm
		}
		r.at++
		return nil
	}
}
