// Package observe records the types and formats of JSON values, without the values themselves.
package observe

import (
	"cmp"
	"encoding/json"
	"maps"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"
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
	Numbers *Numbers `json:"numbers,omitempty"`
}

// Numbers describes the numbers at a path, so that another unit shows: seconds or milliseconds, euros or cents.
type Numbers struct {
	Count    int     `json:"count"`    // of numbers other than zero
	Least    int     `json:"least"`    // power of ten of the smallest, without its sign
	Most     int     `json:"most"`     // power of ten of the largest
	Mean     float64 `json:"mean"`     // of the powers of ten, with one decimal
	Decimals int     `json:"decimals"` // most digits after the point

	sum float64
}

// Add adds numbers that were seen elsewhere; nil adds none.
func (n *Numbers) Add(o *Numbers) {
	if o == nil || o.Count == 0 {
		return
	}
	if n.Count == 0 {
		n.Least, n.Most = o.Least, o.Most
	}
	n.sum += o.Mean * float64(o.Count)
	n.Count += o.Count
	n.Least, n.Most, n.Mean = min(n.Least, o.Least), max(n.Most, o.Most), n.sum/float64(n.Count)
	n.Decimals = max(n.Decimals, o.Decimals)
}

func (n *Numbers) add(text string) {
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || f == 0 || math.IsInf(f, 0) || math.IsNaN(f) {
		return
	}
	power := math.Log10(math.Abs(f))
	order := int(math.Floor(power))
	if n.Count == 0 {
		n.Least, n.Most = order, order
	}
	n.Count++
	n.sum += power
	n.Least, n.Most, n.Mean = min(n.Least, order), max(n.Most, order), math.Round(10*n.sum/float64(n.Count))/10
	_, fraction, _ := strings.Cut(text, ".")
	n.Decimals = max(n.Decimals, len(fraction))
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
	numbers               Numbers
}

// Note records a value at a path by its JSON type, its class, and its word if it is a constant of the API.
func (o Set) Note(path, form, class, word string) {
	n := o[path]
	if n == nil {
		if len(o) >= mostPaths {
			return
		}
		n = &record{forms: map[string]bool{}, classes: map[string]bool{}, words: map[string]bool{}}
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

// Number records a number at a path, besides Note.
func (o Set) Number(path, text string) {
	if n := o[path]; n != nil {
		n.numbers.add(text)
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
		o.Number(path, v.String())
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
		constant := cmp.Or(word(v), site(last, v))
		if c := Class(v); constant == "" && slices.Contains(enumerations, last) && strings.EqualFold(c, "word") {
			constant = v
		}
		o.Note(path, "string", Class(v), constant)
	}
}

// site returns the host of an address that leads to a page of the vendor, and else "".
func site(member, v string) string {
	if !slices.Contains([]string{"url", "embed_url", "tiny_url"}, member) {
		return ""
	}
	u, err := url.Parse(v)
	if err != nil || u.Host != "dai.ly" && !strings.HasSuffix(u.Host, ".dailymotion.com") {
		return ""
	}
	return u.Host
}

// enumerations lists members whose values are constants of the API, also without capitals or underscores.
var enumerations = []string{"status", "type", "error", "item_type", "media_type", "mode", "reason", "token_type",
	"object_type", "state", "visitor_device_type", "visibility", "monetization_type"}

// Member returns the name of a member, shortened, since a caller may have chosen it.
func Member(name string) string {
	if len(name) > 64 {
		return strings.ToValidUTF8(name[:64], "") + "…"
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
		{"time in UTC", regexp.MustCompile(`^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d+)?(Z| UTC|[+-]00:00)$`)},
		{"time with zone", regexp.MustCompile(`^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?[+-]\d{2}:\d{2}$`)},
		{"time", regexp.MustCompile(`^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}`)},
		{"digits", regexp.MustCompile(`^\d+$`)},
		{"decimal", regexp.MustCompile(`^-?\d+\.\d+$`)},
		{"e-mail", regexp.MustCompile(`^[^@\s]+@[^@\s]+$`)},
		{"IPv4", regexp.MustCompile(`^\d+\.\d+\.\d+\.\d+$`)},
		{"url", regexp.MustCompile(`^https://`)},
		{"url without TLS", regexp.MustCompile(`^http://`)},
		{"uuid", regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$`)},
		{"hex", regexp.MustCompile(`^[0-9a-f]{16,}$`)},
		{"XX", regexp.MustCompile(`^[A-Z]{2}$`)},
		{"xx", regexp.MustCompile(`^[a-z]{2}$`)},
		{"XXX", regexp.MustCompile(`^[A-Z]{3}$`)},
		{"WORD", regexp.MustCompile(`^[A-Z][A-Z0-9]*(_[A-Z0-9]+)*$`)},
		{"xid", regexp.MustCompile(`^x[0-9a-z]{2,20}$`)},
		{"word", regexp.MustCompile(`^[a-z][a-z0-9]*([_-][a-z0-9]+)*$`)},
		{"Word", regexp.MustCompile(`^[A-Z][A-Za-z]{0,18}$`)},
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

// Constant returns the field of a column if it is a constant of the API, such as mobile, and else "".
func Constant(column, field string) string {
	if slices.Contains(enumerations, column) && len(field) <= longestWord && strings.EqualFold(Class(field), "word") {
		return field
	}
	return ""
}

// longestWord is the length of the longest constant of the API.
const longestWord = 40

// word returns s if it looks like a constant of the API, in capitals or joined by underscores, and else "".
func word(s string) string {
	if len(s) > longestWord {
		return ""
	}
	if c := Class(s); c == "WORD" || c == "XXX" || c == "word" && strings.Contains(s, "_") {
		return s
	}
	return ""
}

// List returns the observations, sorted by path.
func (o Set) List() []Observation {
	all := make([]Observation, 0, len(o))
	for _, path := range slices.Sorted(maps.Keys(o)) {
		n := o[path]
		seen := Observation{Path: path, Forms: sorted(n.forms), Classes: sorted(n.classes), Words: sorted(n.words),
			Times: n.times}
		if n.numbers.Count > 0 {
			seen.Numbers = &n.numbers
		}
		all = append(all, seen)
	}
	return all
}

func sorted(set map[string]bool) []string { return slices.Sorted(maps.Keys(set)) }
