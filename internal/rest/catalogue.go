package rest

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// The catalogue says which fields each noun has: docs/spec/rest.md#fields in a form for
// machines. "initial" is what a field of a new player holds.
//
//go:embed fields.json
var catalogueText []byte

// A field is one that can be asked for, and perhaps written.
type field struct {
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

	open bool // anybody may read it
}

// A noun is a sort of object.
type noun struct {
	name    string
	Default []string
	Fields  []*field
	byName  map[string]*field
	allowed string // the names, as an error lists them
}

var catalogue = readCatalogue(catalogueText)

func readCatalogue(text []byte) map[string]*noun {
	var nouns map[string]*noun
	if err := json.Unmarshal(text, &nouns); err != nil {
		panic(fmt.Errorf("rest: catalogue: %w", err)) // of the program's own file
	}
	for name, n := range nouns {
		n.name = name
		n.byName = make(map[string]*field, len(n.Fields))
		var names []string
		for _, f := range n.Fields {
			f.open = f.Visibility == "" && f.Scope == "" && len(f.Roles) == 0
			n.byName[f.Name] = f
			names = append(names, f.Name)
		}
		slices.Sort(names)
		n.allowed = strings.Join(names, ", ")
	}
	return nouns
}
