// Package source names where facts about the real APIs are known from. The fact sheets in docs/spec, the edition files
// and the contracts cite a source by its key, such as "v0-limits"; users see its title and address.
package source

import (
	_ "embed"
	"fmt"
	"maps"
	"sync"

	"github.com/goccy/go-yaml"
)

// A Source is a page of a vendor, a published capture, or the code of a client.
type Source struct {
	Key     string `yaml:"-" json:"key"`
	Title   string `yaml:"title" json:"title"`
	Address string `yaml:"address" json:"address,omitempty"` // empty: no public page can be named
	Date    string `yaml:"date" json:"date"`                 // of the page or the code as it was read
}

// String returns the title, and the address if there is one.
func (s Source) String() string {
	if s.Address == "" {
		return s.Title
	}
	return s.Title + ", " + s.Address
}

//go:embed sources.yaml
var text []byte

var table = sync.OnceValue(func() map[string]Source {
	var all map[string]Source
	if err := yaml.UnmarshalWithOptions(text, &all, yaml.Strict()); err != nil {
		panic(fmt.Sprintf("source: sources.yaml: %v", err))
	}
	for key, s := range all {
		s.Key = key
		all[key] = s
	}
	return all
})

// All returns the sources by key.
func All() map[string]Source { return maps.Clone(table()) }

// Lookup returns the source with this key, and whether there is one.
func Lookup(key string) (Source, bool) {
	s, ok := table()[key]
	return s, ok
}
