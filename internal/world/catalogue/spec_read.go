package catalogue

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"github.com/dailymock/dailymock/internal/bounded"
)

// A Fault is one error in a world file.
type Fault struct {
	Line, Column int    // from 1; 0 where the Spec came from no file
	Path         string // such as partners[0].channels[2].genre; "" for the whole
	Text         string
}

func (f Fault) Error() string {
	var b strings.Builder
	if f.Line > 0 {
		fmt.Fprintf(&b, "%d:%d: ", f.Line, f.Column)
	}
	if f.Path != "" {
		b.WriteString(f.Path + ": ")
	}
	return b.String() + f.Text
}

// Faults are all that is wrong with a world file, in its order. They are never
// empty.
type Faults []Fault

func (f Faults) Error() string {
	var lines []string
	for _, one := range f {
		lines = append(lines, one.Error())
	}
	return "world: " + strings.Join(lines, "\nworld: ")
}

// ParseSpec reads a world file. The error is Faults, with lines and columns.
func ParseSpec(text []byte) (Spec, error) {
	if err := bounded.CheckYAML(text); err != nil {
		return Spec{}, misread(err)
	}
	var s Spec
	if err := yaml.UnmarshalWithOptions(text, &s, yaml.Strict()); err != nil {
		if unknown := unknownFields(text); len(unknown) > 0 {
			return Spec{}, unknown
		}
		return Spec{}, misread(err)
	}
	found := s.check()
	if len(found) == 0 {
		return s, nil
	}
	file, err := parser.ParseBytes(text, 0)
	if err != nil || len(file.Docs) == 0 {
		return Spec{}, asFaults(found, nil)
	}
	return Spec{}, asFaults(found, file.Docs[0].Body)
}

// misread returns the error of the YAML parser as Faults.
func misread(err error) error {
	var deep bounded.DepthError
	if errors.As(err, &deep) {
		return Faults{{Line: deep.Line, Column: deep.Column, Text: deep.Text()}}
	}
	wrong := yaml.Error(nil)
	if !errors.As(err, &wrong) || wrong.GetToken() == nil {
		return Faults{{Text: err.Error()}}
	}
	at := wrong.GetToken().Position
	return Faults{{Line: at.Line, Column: at.Column, Text: wrong.GetMessage()}}
}

// asFaults finds the place of each problem in the file that body is of; nil for
// no file.
func asFaults(found []problem, body ast.Node) Faults {
	var all Faults
	for _, p := range found {
		f := Fault{Path: p.path.String(), Text: p.text}
		if t := nodeAt(body, p.path); t != nil {
			f.Line, f.Column = t.Position.Line, t.Position.Column
		}
		all = append(all, f)
	}
	return all
}

// nodeAt follows a path as far as the file has it: of what is missing, to where
// it is missing from.
func nodeAt(n ast.Node, p path) *token.Token {
	if n == nil {
		return nil
	}
	here := n.GetToken()
	if len(p) == 0 {
		return here
	}
	switch step := p[0].(type) {
	case string:
		m, ok := n.(ast.MapNode)
		if !ok {
			return here
		}
		var first *token.Token
		for i := m.MapRange(); i.Next(); {
			key := i.Key().GetToken()
			if first == nil {
				first = key
			}
			if key.Value == step {
				return nodeAt(i.Value(), p[1:])
			}
		}
		if first != nil {
			return first // a mapping's own token is its first colon
		}
	case int:
		if s, ok := n.(*ast.SequenceNode); ok && step < len(s.Values) {
			return nodeAt(s.Values[step], p[1:])
		}
	}
	return here
}
