// Package catalog says which fields the objects of the REST surface have (fields.json). It reads the parameters of a
// request: which fields it selects, and what a form writes. It knows nothing of the world.
package catalog

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/dailymock/dailymock/internal/packed"
)

// catalogueText lists the fields of each object, as docs/spec/rest.md#fields does. "initial" is the value of a field of
// a new player.
//
//go:embed fields.json.gz
var catalogueText []byte

// A Field is a field that clients can read. Some can be written too.
type Field struct {
	Name       string
	Type       string   // boolean string number integer date url array dict identifier email object complex
	Ref        string   // the noun behind an object
	Writable   bool     // in forms
	WriteScope string   `json:"write_scope"`
	RequiredOn []string `json:"required_on"` // "create", "publish"
	Min, Max   *float64 // of a number; of the length of a text; of the size of an array
	Enum       []string
	Scope      string   // needed to read it
	Roles      []string // one of which is needed to read it
	Visibility string   // "" for all; "owner", "self" or "self or parent"
	Nullable   bool
	Unlinked   bool // unknown below a link: owner.avatar_url was refused (docs/spec/rest.md#video-fields)
	Deprecated bool
	Initial    any

	Open bool // everybody may read it
}

// A Schema describes one sort of object, such as videos.
type Schema struct {
	Name    string
	Default []string
	Fields  []*Field
	ByName  map[string]*Field
	allowed string // the names, as an error lists them
}

// SchemaOf returns the schema of the objects with a name, or nil.
func SchemaOf(noun string) *Schema { return schemas()[noun] }

// schemas reads all schemas, when the first is needed: it takes a millisecond.
var schemas = sync.OnceValue(func() map[string]*Schema {
	var nouns map[string]*Schema
	if err := json.Unmarshal(packed.Read(catalogueText), &nouns); err != nil {
		panic(fmt.Errorf("rest: catalogue: %w", err)) // of the program's own file
	}
	for name, n := range nouns {
		n.Name = name
		n.ByName = make(map[string]*Field, len(n.Fields))
		var names []string
		for _, f := range n.Fields {
			f.Open = f.Visibility == "" && f.Scope == "" && len(f.Roles) == 0
			n.ByName[f.Name] = f
			names = append(names, f.Name)
		}
		slices.Sort(names)
		n.allowed = strings.Join(names, ", ")
	}
	return nouns
})
