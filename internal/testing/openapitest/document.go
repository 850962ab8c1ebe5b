// Package openapitest holds answers against an OpenAPI document, in tests:
//
//	doc := openapitest.Must(os.ReadFile("docs/openapi/rest.yaml"))
//	server := httptest.NewServer(doc.Handler(mock, t.Errorf))
//
// A status, a content type or a member that the document does not name is a
// fault, as is one that it names and that is not there. Nothing that is shipped
// imports this package.
package openapitest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// A Document is an OpenAPI document of version 3.1. It is safe for concurrent use.
//
// Beside what the standard has, the member x-nowhere holds the responses to
// what no path matches, x-preflight those to OPTIONS.
type Document struct {
	// Alone is for a handler that answers nothing else but sign-ins: then paths
	// that the document does not name are held against x-nowhere.
	Alone bool

	root  object
	paths []path
	// schemas are those of all responses, by where they stand.
	schemas map[string]*jsonschema.Schema
}

type object = map[string]any

// A path is one of the document's, in its parts.
type path struct {
	parts []string
	item  object
}

// base keeps the validator from naming files of this machine.
const base = "https://document.invalid/"

// Read reads a document in YAML.
func Read(text []byte) (*Document, error) {
	asJSON, err := yaml.YAMLToJSON(text)
	if err != nil {
		return nil, err
	}
	d := &Document{schemas: map[string]*jsonschema.Schema{}}
	if err := json.Unmarshal(asJSON, &d.root); err != nil {
		return nil, err
	}
	if version, _ := d.root["openapi"].(string); !strings.HasPrefix(version, "3.1.") {
		return nil, fmt.Errorf("version %q of OpenAPI is not 3.1", version)
	}
	for name, item := range at(d.root, "paths") {
		d.paths = append(d.paths, path{parts(name), item.(object)})
	}
	slices.SortFunc(d.paths, func(a, b path) int { return strings.Compare(a.order(), b.order()) })
	return d, d.compile(asJSON)
}

// Must is Read for what has to work.
func Must(text []byte, err error) *Document {
	if err == nil {
		var d *Document
		if d, err = Read(text); err == nil {
			return d
		}
	}
	panic(err)
}

// order puts paths without variables before those with them.
func (p path) order() string { return strings.ReplaceAll(strings.Join(p.parts, "/"), "{", "\x7f") }

// compile compiles the schemas of all responses and of their headers.
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
	add := func(place string) error {
		s, err := c.Compile(base + "#" + place)
		d.schemas[place] = s
		return err
	}
	for name, r := range at(d.root, "components", "responses") {
		for kind := range at(r, "content") {
			if err := add(pointer("components", "responses", name, "content", kind, "schema")); err != nil {
				return err
			}
		}
		for header := range at(r, "headers") {
			where := pointer("components", "responses", name, "headers", header)
			_, place := d.resolve(at(r, "headers", header), where)
			if err := add(place + "/schema"); err != nil {
				return err
			}
		}
	}
	return nil
}

// at is what stands in an object under names; nil where nothing does.
func at(v any, names ...string) object {
	o, _ := v.(object)
	for _, name := range names {
		o, _ = o[name].(object)
	}
	return o
}

// resolve follows a reference, and tells where it leads.
func (d *Document) resolve(o object, place string) (object, string) {
	to, ok := o["$ref"].(string)
	if !ok {
		return o, place
	}
	place = strings.TrimPrefix(to, "#")
	var names []string
	for name := range strings.SplitSeq(strings.TrimPrefix(place, "/"), "/") {
		names = append(names, strings.NewReplacer("~1", "/", "~0", "~").Replace(name))
	}
	return at(d.root, names...), place
}

// pointer writes a JSON pointer.
func pointer(names ...string) string {
	var b strings.Builder
	for _, name := range names {
		b.WriteString("/" + strings.NewReplacer("~", "~0", "/", "~1").Replace(name))
	}
	return b.String()
}

// parts splits a path; slashes at its ends do not count.
func parts(path string) []string {
	path = strings.Trim(path, "/")
	if path == "" {
		return nil
	}
	return strings.Split(path, "/")
}

// find finds the operation for a method and a path; nil where there is none.
// Paths with servers of their own are not below the root of private keys, and
// not for calls.
func (d *Document) find(method string, want []string, below bool) object {
	for _, p := range d.paths {
		if p.matches(want) && (!below || p.item["servers"] == nil) {
			return at(p.item, strings.ToLower(method))
		}
	}
	return nil
}

func (p path) matches(want []string) bool {
	return slices.EqualFunc(p.parts, want, func(part, other string) bool {
		return strings.HasPrefix(part, "{") || part == other
	})
}
