// Package shape validates JSON values against the part of JSON Schema that contracts/shapes uses.
//
//	s, err := shape.Parse(text)
//	err = s.Defs["token"].Validate(value)
//
// A complete validator compiles its meta-schemas at program start, which took as long as the rest of the mock. Parse
// returns an error for an unknown keyword.
package shape

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Schema holds a JSON Schema. Use Parse to make one.
type Schema struct {
	root *Schema

	Ref         string             `json:"$ref"`
	Defs        map[string]*Schema `json:"$defs"`
	Type        names              `json:"type"`
	Const       *string            `json:"const"`
	Required    []string           `json:"required"`
	Properties  map[string]*Schema `json:"properties"`
	Items       *Schema            `json:"items"`
	Not         *Schema            `json:"not"`
	Minimum     *float64           `json:"minimum"`
	Maximum     *float64           `json:"maximum"`
	MinLength   *int               `json:"minLength"`
	MaxLength   *int               `json:"maxLength"`
	Pattern     string             `json:"pattern"`
	pattern     *regexp.Regexp
	Annotations // ignored
}

// Annotations holds keywords that Validate ignores.
type Annotations struct {
	Schema      string `json:"$schema"`
	ID          string `json:"$id"`
	Title       string `json:"title"`
	Description string `json:"description"`
	Format      string `json:"format"`
	Additional  bool   `json:"additionalProperties"` // always true, which is the default
}

// names holds the value of the keyword type: a name or a list of names.
type names []string

func (n *names) UnmarshalJSON(data []byte) error {
	if one := ""; json.Unmarshal(data, &one) == nil {
		*n = names{one}
		return nil
	}
	return json.Unmarshal(data, (*[]string)(n))
}

// Parse reads a schema.
func Parse(text []byte) (*Schema, error) {
	s := &Schema{}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(s); err != nil {
		return nil, err
	}
	return s, s.resolve(s)
}

// resolve compiles the patterns and checks the references below s.
func (s *Schema) resolve(root *Schema) (err error) {
	s.root = root
	if s.Pattern != "" {
		if s.pattern, err = regexp.Compile(s.Pattern); err != nil {
			return err
		}
	}
	if s.Ref != "" && s.target() == nil {
		return fmt.Errorf("$ref %q: no such definition", s.Ref)
	}
	parts := []*Schema{s.Items, s.Not}
	for _, below := range []map[string]*Schema{s.Defs, s.Properties} {
		for _, one := range below {
			parts = append(parts, one)
		}
	}
	for _, part := range parts {
		if part != nil && err == nil {
			err = part.resolve(root)
		}
	}
	return err
}

func (s *Schema) target() *Schema { return s.root.Defs[strings.TrimPrefix(s.Ref, "#/$defs/")] }

// Validate returns an error for each part of a decoded JSON value that does not match the schema.
func (s *Schema) Validate(v any) error { return s.validate(v, "") }

func (s *Schema) validate(v any, at string) error {
	var wrong []error
	say := func(broken bool, format string, args ...any) {
		if broken {
			wrong = append(wrong, fmt.Errorf("at %q: "+format, append([]any{at}, args...)...))
		}
	}
	if s.Ref != "" {
		wrong = append(wrong, s.target().validate(v, at))
	}
	say(s.Type != nil && !slices.ContainsFunc(s.Type, func(name string) bool { return is(v, name) }),
		"got %s, want %s", kindOf(v), strings.Join(s.Type, " or "))
	say(s.Const != nil && v != any(*s.Const), "got %v, want %s", v, deref(s.Const))
	say(s.Not != nil && s.Not.validate(v, at) == nil, "matches a schema that it must not match, with %v", notWanted(s.Not))
	switch v := v.(type) {
	case string:
		n := utf8.RuneCountInString(v)
		say(s.MinLength != nil && n < deref(s.MinLength), "%q is shorter than %d", v, deref(s.MinLength))
		say(s.MaxLength != nil && n > deref(s.MaxLength), "%q is longer than %d", v, deref(s.MaxLength))
		say(s.pattern != nil && !s.pattern.MatchString(v), "%q does not match %s", v, s.Pattern)
	case map[string]any:
		for _, name := range s.Required {
			_, there := v[name]
			say(!there, "missing %q", name)
		}
		for name, property := range s.Properties {
			if value, ok := v[name]; ok {
				wrong = append(wrong, property.validate(value, at+"/"+name))
			}
		}
	case []any:
		for i, item := range v {
			if s.Items != nil {
				wrong = append(wrong, s.Items.validate(item, fmt.Sprintf("%s/%d", at, i)))
			}
		}
	default:
		if n, ok := number(v); ok {
			say(s.Minimum != nil && n < deref(s.Minimum), "%v is below %v", v, deref(s.Minimum))
			say(s.Maximum != nil && n > deref(s.Maximum), "%v is above %v", v, deref(s.Maximum))
		}
	}
	return errors.Join(wrong...)
}

func notWanted(s *Schema) []string {
	if s == nil {
		return nil
	}
	return s.Required
}

func deref[T any](p *T) (value T) {
	if p != nil {
		return *p
	}
	return value
}

// is reports whether a value has a type of JSON Schema.
func is(v any, name string) bool {
	kind := kindOf(v)
	if n, ok := number(v); ok && name == "integer" {
		return n == math.Trunc(n)
	}
	return kind == name
}

func kindOf(v any) string {
	switch v.(type) {
	case nil:
		return "null"
	case bool:
		return "boolean"
	case string:
		return "string"
	case []any:
		return "array"
	case map[string]any:
		return "object"
	}
	return "number"
}

func number(v any) (n float64, ok bool) {
	switch v := v.(type) {
	case json.Number:
		n, err := v.Float64()
		return n, err == nil
	case float64:
		return v, true
	case int:
		return float64(v), true
	case int64:
		return float64(v), true
	}
	return 0, false
}
