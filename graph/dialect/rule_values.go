package dialect

import (
	"iter"
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"
)

var (
	sectionValues         = section("5.6.1", "Values of Correct Type")
	sectionInputNames     = section("5.6.2", "Input Object Field Names")
	sectionInputOnce      = section("5.6.3", "Input Object Field Uniqueness")
	sectionInputsRequired = section("5.6.4", "Input Object Required Fields")
)

func valuesOfCorrectType(s *index) {
	for v := range each(s, s.values) {
		t := v.it.expected
		if t == nil || s.fits(v.it.Value, t) {
			continue
		}
		if def := s.schema.Types[t.NamedType]; def != nil && def.Kind == ast.Enum && v.it.Kind != ast.NullValue {
			s.addError(sectionValues, v.path, begin(v.it.Position),
				"Value %s is not a valid value for enum %s%s", brief(v.it.String()), def.Name, renamed(s.today, v.it.Raw, def))
			continue
		}
		s.addError(sectionValues, v.path, begin(v.it.Position),
			"Value %s is not of correct type %s", brief(v.it.String()), t)
	}
}

// fits reports whether a literal is valid for a type. The parts of a list or object are
// checked separately.
func (s *index) fits(v *ast.Value, t *ast.Type) bool {
	if v.Kind == ast.NullValue {
		return !t.NonNull
	}
	if t.Elem != nil {
		return v.Kind == ast.ListValue
	}
	switch def := s.schema.Types[t.NamedType]; def.Kind {
	case ast.InputObject:
		return v.Kind == ast.ObjectValue
	case ast.Enum:
		return v.Kind == ast.EnumValue && def.EnumValues.ForName(v.Raw) != nil
	case ast.Scalar:
		return s.fitsScalar(v, def.Name)
	default:
		return true // not an input type; another rule reports it
	}
}

func (s *index) fitsScalar(v *ast.Value, name string) bool {
	text := v.Kind == ast.StringValue || v.Kind == ast.BlockValue
	switch name {
	case "Int":
		_, err := strconv.ParseInt(v.Raw, 10, 32)
		return v.Kind == ast.IntValue && err == nil
	case "Float":
		_, err := strconv.ParseFloat(v.Raw, 64)
		return (v.Kind == ast.IntValue || v.Kind == ast.FloatValue) && err == nil
	case "Boolean":
		return v.Kind == ast.BooleanValue
	case "String":
		return text
	case "ID":
		return text || v.Kind == ast.IntValue
	default:
		is := s.scalars[name]
		return text && (is == nil || is(v.Raw))
	}
}

// inputObjects yields the object literals with an input type, and the type.
func inputObjects(s *index) iter.Seq2[seen[value], *ast.Definition] {
	return func(yield func(seen[value], *ast.Definition) bool) {
		for v := range each(s, s.values) {
			if v.it.Kind != ast.ObjectValue || v.it.expected == nil {
				continue
			}
			def := s.schema.Types[v.it.expected.NamedType]
			if def != nil && def.Kind == ast.InputObject && !yield(v, def) {
				return
			}
		}
	}
}

func inputFieldNames(s *index) {
	for v, def := range inputObjects(s) {
		for c := range each(s, v.it.Children) {
			if def.Fields.ForName(c.Name) == nil {
				s.addError(sectionInputNames, v.path, c.Position,
					"Field < %s > is not defined by type < %s >.", brief(c.Name), def.Name)
			}
		}
	}
}

func inputFieldUniqueness(s *index) {
	for v := range each(s, s.values) {
		if v.it.Kind != ast.ObjectValue {
			continue
		}
		for _, c := range repeated(v.it.Children, func(c *ast.ChildValue) string { return c.Name }) {
			s.addError(sectionInputOnce, v.path, c.Position,
				"Can't have multiple input fields named < %s >.", brief(c.Name))
		}
	}
}

func inputFieldsRequired(s *index) {
	for v, def := range inputObjects(s) {
		for _, f := range def.Fields {
			if f.Type.NonNull && f.DefaultValue == nil && v.it.Children.ForName(f.Name) == nil {
				s.addError(sectionInputsRequired, v.path, v.it.Position,
					"Field < %s.%s > of required type < %s > was not provided.", def.Name, f.Name, f.Type)
			}
		}
	}
}
