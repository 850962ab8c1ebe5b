// Package observe records the types and formats of JSON values, without the values themselves.
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

// An Observation lists the types and formats of the values at one path of a case's responses. It has values only if
// they are constants of the API, such as FINISHED.
type Observation struct {
	Path    string   `json:"path"`            // such as "POST /oauth/token 200 access_token"
	Forms   []string `json:"forms"`           // JSON types, sorted
	Classes []string `json:"classes"`         // formats, such as "jwt" or "date", sorted
	Words   []string `json:"words,omitempty"` // constants of the API, sorted; at most a few
	Times   int      `json:"times"`           // number of values at the path
}

// The limits of a Set.
const (
	mostPaths   = 2000
	mostClasses = 12
)

// A Set holds observations by path.
type Set map[string]*record

// A record collects one Observation.
type record struct {
	forms, classes, words map[string]bool
	times                 int
}

// Note records a value at a path by its JSON type, its class, and its word if it is a constant of the API.
func (o Set) Note(path, form, class, word string) {
	n := o[path]
	if n == nil {
		if len(o) >= mostPaths {
			return
		}
		n = &record{map[string]bool{}, map[string]bool{}, map[string]bool{}, 0}
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

// Value records a JSON value with its members and items. The items of a list share a path.
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
		if redact.Placeholder(last, v) != "" {
			o.Note(path, "string", Class(v), "")
			return
		}
		o.Note(path, "string", Class(v), word(v))
	}
}

// Member returns the name of a member, shortened, since a caller may have chosen it.
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

// A class recognizes a format of text.
type class struct {
	name string
	form *regexp.Regexp
}

// classes returns the formats of text. The first match counts.
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

// Class returns the first format that matches a text.
func Class(s string) string {
	for _, c := range classes() {
		if c.form.MatchString(s) {
			return c.name
		}
	}
	return "text"
}

// word returns s if it looks like a constant of the API, in capitals or joined by underscores, and else "".
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

// List returns the observations, sorted by path.
func (o Set) List() []Observation {
	all := make([]Observation, 0, len(o))
	for _, path := range slices.Sorted(maps.Keys(o)) {
		n := o[path]
		all = append(all, Observation{path, sorted(n.forms), sorted(n.classes), sorted(n.words), n.times})
	}
	return all
}

func sorted(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }
