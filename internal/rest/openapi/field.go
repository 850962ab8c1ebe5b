package main

import "slices"

// A field is an entry of the catalogue.
type field struct {
	Name       string
	Type       string
	Ref        string
	Writable   bool
	WriteScope string   `json:"write_scope"`
	RequiredOn []string `json:"required_on"`
	Min, Max   *float64
	Enum       []string
	Scope      string
	Roles      []string
	Visibility string
	Nullable   bool
	Deprecated bool
	Unlinked   bool
}

// knowledge is an entry of parts/fields.yaml.
type knowledge struct {
	Reads   object
	Basis   string
	Assumed string
}

// jsonTypes maps the types of the catalogue to types in a response.
var jsonTypes = map[string]object{
	"boolean":    {entry("type", "boolean")},
	"string":     {entry("type", "string")},
	"number":     {entry("type", "number")},
	"integer":    {entry("type", "integer")},
	"date":       {entry("type", "integer"), entry("description", "Unix seconds.")},
	"url":        {entry("type", "string"), entry("format", "uri")},
	"email":      {entry("type", "string"), entry("format", "email")},
	"identifier": {entry("type", "string"), entry("minLength", 1)},
	"object":     {entry("type", "string"), entry("minLength", 1)},
	"array":      {entry("type", "array"), entry("items", object{entry("type", "string")})},
	"dict":       {entry("type", "object")},
	"complex":    {entry("type", "object")},
}

// schema returns the schema of a field's value.
func (f field) schema(k knowledge) object {
	s := slices.Clone(jsonTypes[f.Type])
	if f.Nullable {
		s[0].Value = []any{s[0].Value, "null"}
	}
	s = f.bounded(s, false)
	if len(f.Enum) > 0 {
		s = f.enumerated(s)
	}
	for _, m := range k.Reads {
		s = set(s, m.Key.(string), m.Value)
	}
	if f.Deprecated {
		s = append(s, entry("deprecated", true))
	}
	if f.Ref != "" {
		s = append(s, entry("x-ref", f.Ref))
	}
	if f.Scope != "" {
		s = append(s, entry("x-scope", f.Scope))
	}
	if len(f.Roles) > 0 {
		s = append(s, entry("x-roles", f.Roles))
	}
	if f.Visibility != "" {
		s = append(s, entry("x-visibility", f.Visibility))
	}
	return append(s, evidence(k.Basis, k.Assumed, "")...)
}

// bounded adds what min and max mean for a type. Responses may hold empty lists;
// forms may not.
func (f field) bounded(s object, written bool) object {
	least, most := "", ""
	switch f.Type {
	case "string":
		least, most = "minLength", "maxLength"
	case "number", "integer":
		least, most = "minimum", "maximum"
	case "array":
		if most = "maxItems"; written {
			least = "minItems"
		}
	}
	if f.Min != nil && least != "" {
		s = append(s, entry(least, whole(*f.Min)))
	}
	if f.Max != nil && most != "" {
		s = append(s, entry(most, whole(*f.Max)))
	}
	return s
}

// whole is a number without a point where it needs none.
func whole(n float64) any {
	if n == float64(int64(n)) {
		return int64(n)
	}
	return n
}

func (f field) enumerated(s object) object {
	values := texts(f.Enum)
	if f.Type == "array" {
		return set(s, "items", object{entry("type", "string"), entry("enum", values)})
	}
	if f.Nullable {
		values = append(values, nil)
	}
	return append(s, entry("enum", values))
}

func texts(list []string) []any {
	var all []any
	for _, s := range list {
		all = append(all, s)
	}
	return all
}

// evidence says how something is known.
func evidence(basis, assumed, source string) object {
	if basis == "" {
		basis = "DOCUMENTED"
	}
	o := object{entry("x-basis", basis)}
	if assumed != "" {
		o = append(o, entry("x-assumed", assumed))
	}
	if source != "" {
		o = append(o, entry("x-source", source))
	}
	return o
}
