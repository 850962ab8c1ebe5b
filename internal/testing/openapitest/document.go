// Package openapitest checks responses against an OpenAPI document, in tests:
//
//	doc := openapitest.File("rest.yaml")
//	server := httptest.NewServer(doc.Handler(mock, t.Errorf))
//
// A status, a content type or a member that the document does not name is an error, as is a missing one. Only tests
// import this package.
package openapitest

import (
	"bytes"
	"cmp"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// A Document is an OpenAPI document of version 3.1. It is safe for concurrent use.
//
// Besides the members of the standard, x-nowhere holds the responses for paths that the document does not have, and
// x-preflight those to OPTIONS.
type Document struct {
	// Alone is for a handler that serves nothing else but sign-ins: then other paths are checked against x-nowhere.
	Alone bool

	doc                *openapi3.T
	paths              []path
	twoRoots           bool // as REST: with a root of private keys, and slashes at the end of a path that do not count
	nowhere, preflight *openapi3.Responses
	schemas            map[*openapi3.SchemaRef]*jsonschema.Schema // of responses and headers
}

// A path is a path of the document, split at its slashes.
type path struct {
	parts []string
	item  *openapi3.PathItem
}

// base keeps the validator from reading files.
const base = "https://document.invalid/"

// Read reads a document in YAML.
func Read(text []byte) (*Document, error) {
	asJSON, err := yaml.YAMLToJSON(text)
	if err != nil {
		return nil, err
	}
	d := &Document{schemas: map[*openapi3.SchemaRef]*jsonschema.Schema{}}
	if d.doc, err = openapi3.NewLoader().LoadFromData(asJSON); err != nil {
		return nil, err
	}
	if !strings.HasPrefix(d.doc.OpenAPI, "3.1.") {
		return nil, fmt.Errorf("version %q of OpenAPI is not 3.1", d.doc.OpenAPI)
	}
	d.twoRoots = slices.ContainsFunc(d.doc.Servers, func(s *openapi3.Server) bool {
		return strings.HasSuffix(s.URL, "/rest")
	})
	for name, item := range d.doc.Paths.Map() {
		d.paths = append(d.paths, path{parts(name), item})
	}
	slices.SortFunc(d.paths, func(a, b path) int { return strings.Compare(a.order(), b.order()) })
	d.nowhere, d.preflight = d.extension("x-nowhere"), d.extension("x-preflight")
	return d, d.compile(asJSON)
}

// File returns a document of docs/openapi of the module that the test belongs to, such as "rest.yaml". It panics if
// there is none, or if it is wrong.
func File(name string) *Document {
	text, err := os.ReadFile("docs/openapi/" + name)
	for up := "../"; err != nil && len(up) < 30; up += "../" {
		text, err = os.ReadFile(up + "docs/openapi/" + name)
	}
	if err != nil {
		panic(err)
	}
	d, err := Read(text)
	if err != nil {
		panic(err)
	}
	return d
}

// order sorts paths with variables last.
func (p path) order() string { return strings.ReplaceAll(strings.Join(p.parts, "/"), "{", "\x7f") }

// extension returns the responses of an extension.
func (d *Document) extension(name string) *openapi3.Responses {
	all := openapi3.NewResponses()
	listed, _ := d.doc.Extensions[name].(map[string]any)
	for status, r := range listed {
		ref, _ := r.(map[string]any)["$ref"].(string)
		all.Set(status, d.doc.Components.Responses[strings.TrimPrefix(ref, responses)])
	}
	return all
}

const responses = "#/components/responses/"

// compile compiles the schemas of all responses and headers.
func (d *Document) compile(asJSON []byte) error {
	whole, err := jsonschema.UnmarshalJSON(bytes.NewReader(asJSON))
	if err != nil {
		return err
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	c.UseRegexpEngine(readPattern)
	if err := c.AddResource(base, whole); err != nil {
		return err
	}
	places := map[*openapi3.SchemaRef]string{}
	for name, r := range d.doc.Components.Responses {
		if body := r.Value.Content["application/json"]; body != nil {
			places[body.Schema] = responses + name + "/content/application~1json"
		}
		for header, h := range r.Value.Headers {
			places[h.Value.Schema] = cmp.Or(h.Ref, responses+name+"/headers/"+header)
		}
	}
	for schema, place := range places {
		if d.schemas[schema], err = c.Compile(base + place + "/schema"); err != nil {
			return err
		}
	}
	return nil
}

// parts splits a path. Slashes at its ends do not count.
func parts(path string) []string {
	path = strings.Trim(path, "/")
	if path == "" {
		return nil
	}
	return strings.Split(path, "/")
}

// find returns the operation for a method and a path, or nil. Paths with servers of their own are not below the root of
// private keys, and not for calls.
func (d *Document) find(method string, want []string, below bool) *openapi3.Operation {
	for _, p := range d.paths {
		if p.matches(want) && (!below || p.item.Servers == nil) {
			return p.item.Operations()[method]
		}
	}
	return nil
}

func (p path) matches(want []string) bool {
	return slices.EqualFunc(p.parts, want, func(part, other string) bool {
		return strings.HasPrefix(part, "{") || part == other
	})
}
