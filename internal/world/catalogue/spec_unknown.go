package catalogue

import (
	"fmt"
	"reflect"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// unknownFields returns a fault for each field of a file that a Spec does not have. The decoder returns only the first.
func unknownFields(text []byte) Faults {
	file, err := parser.ParseBytes(text, 0)
	if err != nil || len(file.Docs) == 0 {
		return nil
	}
	return unknownIn(file.Docs[0].Body, reflect.TypeFor[Spec]())
}

func unknownIn(n ast.Node, t reflect.Type) Faults {
	if t.Kind() == reflect.Pointer {
		t = t.Elem()
	}
	var all Faults
	switch n := n.(type) {
	case *ast.SequenceNode:
		for _, one := range n.Values {
			if t.Kind() == reflect.Slice {
				all = append(all, unknownIn(one, t.Elem())...)
			}
		}
	case ast.MapNode:
		if t.Kind() != reflect.Struct {
			return nil // the decoder says so
		}
		for i := n.MapRange(); i.Next(); {
			key := i.Key().GetToken()
			field, known := fieldOf(t, key.Value)
			if !known {
				text := fmt.Sprintf("unknown field %q", key.Value)
				all = append(all, Fault{Line: key.Position.Line, Column: key.Position.Column, Text: text})
				continue
			}
			all = append(all, unknownIn(i.Value(), field)...)
		}
	}
	return all
}

// fieldOf returns the type of the field with a name in YAML.
func fieldOf(t reflect.Type, name string) (reflect.Type, bool) {
	for i := range t.NumField() {
		f := t.Field(i)
		if tag, _, _ := strings.Cut(f.Tag.Get("yaml"), ","); tag == name {
			return f.Type, true
		}
	}
	return nil, false
}
