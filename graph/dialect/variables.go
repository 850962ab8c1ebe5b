package dialect

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"strconv"

	"github.com/dailymock/dailymock/internal/wire"
	"github.com/vektah/gqlparser/v2/ast"
)

// readVariables reads the values sent for the variables of an operation, strictly: a
// string is never taken as a number or the reverse. Further values are ignored.
func readVariables(c Config, defs ast.VariableDefinitionList, sent *Object) (map[string]any, []wire.GraphQLFault) {
	if len(defs) == 0 {
		return nil, nil
	}
	if sent == nil {
		sent = &Object{}
	}
	vars := make(map[string]any, len(defs))
	var errs []wire.GraphQLFault
	for _, def := range defs {
		v, ok := sent.Get(def.Variable)
		switch {
		case ok && (v != nil || !def.Type.NonNull):
			r := reading{schema: c.Schema, scalars: c.Scalars, today: c.Today, def: def, sent: v}
			vars[def.Variable] = r.value(v, def.Type, "")
			errs = append(errs, r.errs...)
		case ok:
			errs = append(errs, variableError(def,
				"Variable < $%s > of non-null type < %s > must not be null.", brief(def.Variable), def.Type))
		case def.DefaultValue != nil:
			vars[def.Variable], _ = def.DefaultValue.Value(nil) // a rule has checked it
		case def.Type.NonNull:
			errs = append(errs, variableError(def,
				"Variable < $%s > of required type < %s > was not provided.", brief(def.Variable), def.Type))
		}
		if len(errs) >= maxErrors {
			return nil, errs[:maxErrors]
		}
	}
	return vars, errs
}

func variableError(def *ast.VariableDefinition, format string, a ...any) wire.GraphQLFault {
	return wire.GraphQLFault{Message: fmt.Sprintf(format, a...), Locations: at(def.Position)}
}

// A reading reads the value of one variable.
type reading struct {
	schema  *ast.Schema
	scalars map[string]func(string) bool
	today   func(string) string
	def     *ast.VariableDefinition
	sent    any
	shown   string // the value sent, as messages print it, set when it is needed
	errs    []wire.GraphQLFault
}

// value reads one value as a type. path is its path within the variable, such as
// .metrics[0], and empty for the whole variable.
func (r *reading) value(v any, t *ast.Type, path string) any {
	if v == nil {
		if t.NonNull {
			r.wrong(path, "Expected non-nullable type < "+t.String()+" > not to be null", ".")
		}
		return nil
	}
	if t.Elem != nil {
		return r.list(v, t.Elem, path)
	}
	switch def := r.schema.Types[t.NamedType]; def.Kind {
	case ast.InputObject:
		return r.object(v, def, path)
	case ast.Enum:
		return r.enum(v, def, path)
	default:
		return r.scalar(v, def.Name, path)
	}
}

// list reads a list, or a single value as a list of one with the path of the list.
func (r *reading) list(v any, t *ast.Type, path string) any {
	items, ok := v.([]any)
	if !ok {
		return []any{r.value(v, t, path)}
	}
	if len(items) > maxItems {
		r.errs = append(r.errs, *tooMuch(len(items), "items in one list", maxItems, r.def.Position))
		return nil
	}
	read := make([]any, len(items))
	for i, item := range items {
		if len(r.errs) >= maxErrors {
			return nil
		}
		read[i] = r.value(item, t, path+"["+strconv.Itoa(i)+"]")
	}
	return read
}

// object reads the fields of an input type in alphabetical order, and then reports those
// that the type does not have.
func (r *reading) object(v any, def *ast.Definition, path string) any {
	sent, ok := v.(*Object)
	if !ok {
		r.wrong(path, "Expected type < "+def.Name+" > to be an object", ".")
		return nil
	}
	read := make(map[string]any, len(def.Fields))
	for _, f := range def.Fields {
		item, ok := sent.Get(f.Name)
		switch {
		case ok:
			read[f.Name] = r.value(item, f.Type, path+"."+f.Name)
		case f.Type.NonNull && f.DefaultValue == nil: // gqlgen fills in the default
			r.wrong("", "Field < value"+path+"."+f.Name+" > of required type < "+f.Type.String()+" > was not provided", ".")
		}
	}
	for _, m := range sent.Members {
		if def.Fields.ForName(m.Name) == nil && len(r.errs) < maxErrors {
			r.wrong("", "Field < "+brief(m.Name)+" > is not defined by type < "+def.Name+" >",
				didYouMean(m.Name, fieldNames(def)))
		}
	}
	return read
}

func fieldNames(def *ast.Definition) []string {
	names := make([]string, len(def.Fields))
	for i, f := range def.Fields {
		names[i] = f.Name
	}
	return names
}

func valueNames(def *ast.Definition) []string {
	names := make([]string, len(def.EnumValues))
	for i, v := range def.EnumValues {
		names[i] = v.Name
	}
	return names
}

func (r *reading) enum(v any, def *ast.Definition, path string) any {
	name, ok := v.(string)
	if ok && def.EnumValues.ForName(name) != nil {
		return name
	}
	hint := "."
	if ok {
		if hint = renamed(r.today, name, def); hint == "" {
			hint = didYouMean(name, valueNames(def))
		}
	}
	r.wrong(path, "Expected type < "+def.Name+" >", hint)
	return nil
}

func (r *reading) scalar(v any, name, path string) any {
	read, err := r.read(v, name)
	if err != "" {
		r.wrong(path, "Expected type < "+name+" >", "; "+err+".")
		return nil
	}
	return read
}

// read returns the value of a scalar, or the reason why it is invalid.
func (r *reading) read(v any, name string) (any, string) {
	text, isText := v.(string)
	number, isNumber := v.(json.Number)
	switch name {
	case "Int":
		n, err := strconv.ParseInt(string(number), 10, 64)
		switch {
		case !isNumber || err != nil && !isRange(err):
			return nil, "Int cannot represent non-integer value: < " + plain(v) + " >"
		case err != nil || n > math.MaxInt32 || n < math.MinInt32:
			return nil, "Int cannot represent non 32-bit signed integer value: < " + plain(v) + " >"
		}
		return int(n), ""
	case "Float":
		f, err := strconv.ParseFloat(string(number), 64)
		if !isNumber || err != nil {
			return nil, "Float cannot represent non numeric value: < " + plain(v) + " >"
		}
		return f, ""
	case "Boolean":
		b, ok := v.(bool)
		if !ok {
			return nil, "Boolean cannot represent a non boolean value: < " + plain(v) + " >"
		}
		return b, ""
	case "String":
		if !isText {
			return nil, "String cannot represent a non string value: < " + plain(v) + " >"
		}
		return text, ""
	case "ID":
		if isText {
			return text, ""
		}
		if _, err := strconv.ParseInt(string(number), 10, 64); isNumber && err == nil {
			return string(number), ""
		}
		return nil, "ID cannot represent value: < " + plain(v) + " >"
	default:
		is := r.scalars[name]
		if !isText || is != nil && !is(text) {
			return nil, name + " cannot represent value: < " + plain(v) + " >"
		}
		return text, ""
	}
}

func isRange(err error) bool { return errors.Is(err, strconv.ErrRange) }

// wrong adds an error about a part of the variable, or all of it.
func (r *reading) wrong(path, what, end string) {
	if len(r.errs) >= maxErrors {
		return
	}
	if path != "" {
		what += " at value" + path
	}
	if r.shown == "" {
		r.shown = printed(r.sent)
	}
	r.errs = append(r.errs, variableError(r.def,
		"Variable < $%s > got invalid value < %s >; %s%s", brief(r.def.Variable), r.shown, what, end))
}
