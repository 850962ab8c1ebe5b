// Package shapes holds the expected forms of responses: part of the GraphQL schema, JSON Schemas, and patterns of CSV
// columns.
package shapes

import (
	"embed"
	"encoding/json"
	"fmt"
	"regexp"
	"sync"

	"github.com/google/jsonschema-go/jsonschema"
)

//go:embed *.json *.graphql
var files embed.FS

func mustRead(name string) []byte {
	b, err := files.ReadFile(name)
	if err != nil {
		panic(err)
	}
	return b
}

// Reporting returns the part of the reporting API's schema that clients use, as SDL.
func Reporting() string { return string(mustRead("reporting.graphql")) }

// schemas returns the resolved JSON Schemas by name.
var schemas = sync.OnceValue(func() map[string]*jsonschema.Resolved {
	all := mustParse("answers.schema.json")
	by := map[string]*jsonschema.Resolved{"dyntube-views": mustResolve(mustParse("dyntube-view.schema.json"))}
	for name := range all.Defs {
		by[name] = mustResolve(&jsonschema.Schema{Ref: "#/$defs/" + name, Defs: all.CloneSchemas().Defs})
	}
	return by
})

func mustParse(file string) *jsonschema.Schema {
	var s jsonschema.Schema
	if err := json.Unmarshal(mustRead(file), &s); err != nil {
		panic(fmt.Sprintf("shapes: %s: %v", file, err))
	}
	return &s
}

func mustResolve(s *jsonschema.Schema) *jsonschema.Resolved {
	r, err := s.Resolve(nil)
	if err != nil {
		panic(fmt.Sprintf("shapes: %v", err))
	}
	return r
}

// Validate returns an error if a JSON value does not match the schema with a name.
func Validate(v any, name string) error {
	schema := schemas()[name]
	if schema == nil {
		panic("shapes: unknown schema " + name)
	}
	text, err := json.Marshal(v) // turns json.Number, which the validator takes for a string, into float64
	if err != nil {
		return err
	}
	var plain any
	if err := json.Unmarshal(text, &plain); err != nil {
		return err
	}
	return schema.Validate(plain)
}

// Columns returns the patterns of the columns of report files.
var Columns = sync.OnceValue(func() map[string]*regexp.Regexp {
	var rules struct{ Columns map[string]string }
	if err := json.Unmarshal(mustRead("columns.json"), &rules); err != nil {
		panic(err)
	}
	forms := map[string]*regexp.Regexp{}
	for name, pattern := range rules.Columns {
		forms[name] = regexp.MustCompile(pattern)
	}
	return forms
})
