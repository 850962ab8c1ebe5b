package contracts

import (
	"encoding/json"
	"maps"
	"regexp"
	"slices"
	"strings"
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

type observed map[string]*noted

type noted struct {
	forms, classes, words map[string]bool
	times                 int
}

func (o observed) note(path, form, class, word string) {
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

// value notes a JSON value and all below it. Items of a list share a path.
func (o observed) value(path string, v any) {
	switch v := v.(type) {
	case map[string]any:
		o.note(path, "object", "object", "")
		for name, value := range v {
			o.value(path+" "+member(name), value)
		}
	case []any:
		class := "list"
		if len(v) == 0 {
			class = "empty list"
		}
		o.note(path, "array", class, "")
		for _, value := range v {
			o.value(path+"[]", value)
		}
	case json.Number:
		o.note(path, "number", numberClass(v.String()), "")
	case bool:
		o.note(path, "boolean", "boolean", "")
	case nil:
		o.note(path, "null", "null", "")
	case string:
		last := path[strings.LastIndexAny(path, " ")+1:]
		if _, secret := secretMembers[last]; secret {
			o.note(path, "string", textClass(v), "")
			return
		}
		o.note(path, "string", textClass(v), word(v))
	}
}

// member keeps names of members that the caller chose, which may be anything,
// from filling the record.
func member(name string) string {
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

// classes are the formats of text, the first that fits.
var classes = []struct {
	name string
	form *regexp.Regexp
}{
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

func textClass(s string) string {
	for _, c := range classes {
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
	if c := textClass(s); c == "WORD" || c == "word" && strings.Contains(s, "_") {
		return s
	}
	return ""
}

// list is what was seen, by path.
func (o observed) list() []Observation {
	all := make([]Observation, 0, len(o))
	for _, path := range slices.Sorted(maps.Keys(o)) {
		n := o[path]
		all = append(all, Observation{path, sorted(n.forms), sorted(n.classes), sorted(n.words), n.times})
	}
	return all
}

func sorted(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }
