package main

import (
	"strings"

	"github.com/open-policy-agent/opa/v1/ast"
)

// writeTerm writes a ground term in the syntax that opa_value_parse reads: JSON with sets and with keys of
// any type. Term.String() will not do: it quotes the Go way (`\a`, `\x7f`).
func writeTerm(out *strings.Builder, term *ast.Term) {
	switch value := term.Value.(type) {
	case ast.String:
		writeString(out, string(value))
	case *ast.Array:
		out.WriteByte('[')
		separate := separator(out)
		value.Foreach(func(element *ast.Term) {
			separate()
			writeTerm(out, element)
		})
		out.WriteByte(']')
	case ast.Set:
		if value.Len() == 0 {
			out.WriteString("set()")
			return
		}
		out.WriteByte('{')
		separate := separator(out)
		value.Foreach(func(element *ast.Term) {
			separate()
			writeTerm(out, element)
		})
		out.WriteByte('}')
	case ast.Object:
		out.WriteByte('{')
		separate := separator(out)
		value.Foreach(func(key, element *ast.Term) {
			separate()
			writeTerm(out, key)
			out.WriteByte(':')
			writeTerm(out, element)
		})
		out.WriteByte('}')
	default:
		out.WriteString(term.Value.String())
	}
}

func separator(out *strings.Builder) func() {
	first := true
	return func() {
		if !first {
			out.WriteByte(',')
		}
		first = false
	}
}

const hexadecimal = "0123456789abcdef"

// writeString quotes as JSON does; invalid UTF-8 becomes U+FFFD.
func writeString(out *strings.Builder, text string) {
	out.WriteByte('"')
	for _, r := range text {
		switch {
		case r == '"' || r == '\\':
			out.WriteByte('\\')
			out.WriteRune(r)
		case r < ' ':
			out.WriteString(`\u00`)
			out.WriteByte(hexadecimal[r>>4])
			out.WriteByte(hexadecimal[r&15])
		default:
			out.WriteRune(r)
		}
	}
	out.WriteByte('"')
}
