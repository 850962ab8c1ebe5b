package dialect

import (
	"errors"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

var (
	errNotGiven = errors.New("the variable was not given")
	errNull     = errors.New("null where null may not stand")
)

// literal reads a value that is written in a document, which the rules have
// looked at. What is left to go wrong comes with variables: errNotGiven for one
// that is not there, errNull for null where the type has none.
func literal(schema *ast.Schema, v *ast.Value, t *ast.Type, vars Args) (any, error) {
	switch {
	case v.Kind == ast.Variable:
		read, ok := vars[v.Raw]
		switch {
		case !ok:
			return nil, errNotGiven
		case read == nil && t.NonNull:
			return nil, errNull
		}
		return read, nil
	case v.Kind == ast.NullValue:
		return nil, nil
	case t.Elem != nil:
		return literalList(schema, v, t.Elem, vars)
	case v.Kind == ast.ObjectValue:
		return literalObject(schema, v, schema.Types[t.NamedType], vars)
	}
	switch t.NamedType {
	case "Int":
		return strconv.Atoi(v.Raw)
	case "Float":
		return strconv.ParseFloat(v.Raw, 64)
	case "Boolean":
		return v.Raw == "true", nil
	default:
		return v.Raw, nil
	}
}

// literalList reads a list, or a bare value as a list of one. An item that is not
// given is null.
func literalList(schema *ast.Schema, v *ast.Value, t *ast.Type, vars Args) (any, error) {
	if v.Kind != ast.ListValue {
		item, err := literal(schema, v, t, vars)
		return []any{item}, err
	}
	list := make([]any, len(v.Children))
	for i, c := range v.Children {
		item, err := literal(schema, c.Value, t, vars)
		if err != nil && !(errors.Is(err, errNotGiven) && !t.NonNull) {
			return nil, err
		}
		list[i] = item
	}
	return list, nil
}

func literalObject(schema *ast.Schema, v *ast.Value, def *ast.Definition, vars Args) (any, error) {
	object := make(map[string]any, len(v.Children))
	for _, f := range def.Fields {
		if err := given(object, f.Name, v.Children.ForName(f.Name), f.Type, f.DefaultValue, schema, vars); err != nil {
			return nil, err
		}
	}
	return object, nil
}

// given reads the value of one argument or input field into values, or its
// default, or leaves it out.
func given(values map[string]any, name string, v *ast.Value, t *ast.Type, orElse *ast.Value, schema *ast.Schema, vars Args) error {
	err := errNotGiven
	if v != nil {
		values[name], err = literal(schema, v, t, vars)
	}
	if !errors.Is(err, errNotGiven) {
		return err
	}
	delete(values, name)
	switch {
	case orElse != nil:
		values[name], err = literal(schema, orElse, t, nil)
		return err
	case t.NonNull:
		return errNull
	default:
		return nil
	}
}

// readArguments reads all arguments of a field or directive. bad is the one that
// went wrong, if any.
func readArguments(schema *ast.Schema, defs ast.ArgumentDefinitionList, list ast.ArgumentList, vars Args) (args Args, bad *ast.ArgumentDefinition) {
	if len(defs) == 0 {
		return nil, nil
	}
	args = make(Args, len(defs))
	for _, d := range defs {
		var v *ast.Value
		if a := list.ForName(d.Name); a != nil {
			v = a.Value
		}
		if given(args, d.Name, v, d.Type, d.DefaultValue, schema, vars) != nil {
			return nil, d
		}
	}
	return args, nil
}

// holdsVariable tells whether a value depends on a request's variables.
func holdsVariable(v *ast.Value) bool {
	if v.Kind == ast.Variable {
		return true
	}
	for _, c := range v.Children {
		if holdsVariable(c.Value) {
			return true
		}
	}
	return false
}

func anyHoldsVariable(list ast.ArgumentList) bool {
	for _, a := range list {
		if holdsVariable(a.Value) {
			return true
		}
	}
	return false
}
