// Package observe records the forms of values without the values.
package observe

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/dailymock/dailymock/contracts/internal/redact"
)

// An Observation is what was seen at one place of the answers of a case: what
// kind of value, in what form. Values themselves are kept only where they are
// words of the API, such as FINISHED.
type Observation struct {
	Path    string   `json:"path"`            // such as "POST /oauth/token 200 access_token"
	Forms   []string `json:"forms"`           // kinds of JSON values, sorted
	Classes []string `json:"classes"`         // formats, such as "jwt" or "date", sorted
	Words   []string `json:"words,omitempty"` // of the API, sorted; a few at most
	Times   int      `json:"times"`           // how often something was there
}

// What a case remembers is bounded.
const (
	mostPaths   = 2000
	mostClasses = 12
)

// A Set holds what was seen, by path.
type Set map[string]*noted

type noted struct {
	forms, classes, words map[string]bool
	times                 int
}

// Note records that a value of a form and class was seen at a path.
func (o Set) Note(path, form, class, word string) {
	n := o[path]
	if n == nil {
		if len(o) >= mostPaths {
			return
		}
		n = &noted{map[string]bool{}, map[string]bool{}, map[string]bool{}, 0}
		o[path] = n
	}
	n.times++
	n.forms[form] = true
	if len(n.classes) < mostClasses {
		n.classes[class] = true
	}
	if word != "" && len(n.words) < mostClasses {
		n.words[word] = true
	}
}

// Value notes a JSON value and all below it. Items of a list share a path.
func (o Set) Value(path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		o.Note(path, "object", "object", "")
		for name, value := range v {
			o.Value(path+" "+Member(name), value)
		}
	case []any:
		class := "list"
		if len(v) == 0 {
			class = "empty list"
		}
		o.Note(path, "array", class, "")
		for _, value := range v {
			o.Value(path+"[]", value)
		}
	case json.Number:
		o.Note(path, "number", numberClass(v.String()), "")
	case bool:
		o.Note(path, "boolean", "boolean", "")
	case nil:
		o.Note(path, "null", "null", "")
	case string:
		last := path[strings.LastIndexAny(path, " ")+1:]
		if _, secret := redact.Members[last]; secret {
			o.Note(path, "string", Class(v), "")
			return
		}
		o.Note(path, "string", Class(v), word(v))
	}
}

// Member keeps names of members that the caller chose, which may be anything,
// from filling the record.
func Member(name string) string {
	if len(name) > 64 {
		return name[:64] + "…"
	}
	return name
}

func numberClass(s string) string {
	_, _, fraction := strings.Cut(s, ".")
	switch {
	case strings.ContainsAny(s, "eE"):
		return "number with exponent"
	case fraction:
		return "decimal"
	case strings.HasPrefix(s, "-"):
		return "negative integer"
	}
	return "integer"
}

// A class is a format of text.
type class struct {
	name string
	form *regexp.Regexp
}

// classes are the formats of text, the first that fits.
var classes = sync.OnceValue(func() []class {
	return []class{
		{"empty", regexp.MustCompile(`^$`)},
		{"jwt", regexp.MustCompile(`^eyJ[\w-]+\.[\w-]+\.[\w-]*$`)},
		{"date", regexp.MustCompile(`^\d{4}-\d{2}-\d{2}$`)},
		{"month", regexp.MustCompile(`^\d{4}-\d{2}$`)},
		{"time with zone", regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?[+-]\d{2}:\d{2}$`)},
		{"time in UTC", regexp.MustCompile(`^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?(Z| UTC)$`)},
		{"time", regexp.MustCompile(`^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}`)},
		{"digits", regexp.MustCompile(`^\d+$`)},
		{"decimal", regexp.MustCompile(`^-?\d+\.\d+$`)},
		{"e-mail", regexp.MustCompile(`^[^@\s]+@[^@\s]+$`)},
		{"IPv4", regexp.MustCompile(`^\d+\.\d+\.\d+\.\d+$`)},
		{"url", regexp.MustCompile(`^https?://`)},
		{"uuid", regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)},
		{"hex", regexp.MustCompile(`^[0-9a-f]{16,}$`)},
		{"WORD", regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`)},
		{"xid", regexp.MustCompile(`^x[0-9a-z]{2,20}$`)},
		{"word", regexp.MustCompile(`^[a-z][a-z0-9]*([_-][a-z0-9]+)*$`)},
		{"Word", regexp.MustCompile(`^[A-Z][A-Za-z]*$`)},
		{"base64", regexp.MustCompile(`^[A-Za-z0-9+/_-]{12,}={0,2}$`)},
	}
})

// Class returns the format of a text, the first that fits.
func Class(s string) string {
	for _, c := range classes() {
		if c.form.MatchString(s) {
			return c.name
		}
	}
	return "text"
}

// word is s where it is a word of the API and not of a person: those are in
// capitals or joined by underscores.
func word(s string) string {
	const longest = 40
	if len(s) > longest {
		return ""
	}
	if c := Class(s); c == "WORD" || c == "word" && strings.Contains(s, "_") {
		return s
	}
	return ""
}

// List is what was seen, by path.
func (o Set) List() []Observation {
	all := make([]Observation, 0, len(o))
	for _, path := range slices.Sorted(maps.Keys(o)) {
		n := o[path]
		all = append(all, Observation{path, sorted(n.forms), sorted(n.classes), sorted(n.words), n.times})
	}
	return all
}

func sorted(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }
