package journal

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// A Matcher selects entries of the journal. An empty member matches every entry. In a text, "*" stands for any
// characters; case counts. Numbers may have ">", ">=", "<" or "<=" before them.
type Matcher struct {
	Method    string `json:"method,omitempty"`
	Host      string `json:"host,omitempty"`
	Path      string `json:"path,omitempty"`  // with ids, such as "/video/*"
	Route     string `json:"route,omitempty"` // the pattern that matched
	Query     string `json:"query,omitempty"`
	Surface   string `json:"surface,omitempty"` // such as "reporting"
	Operation string `json:"operation,omitempty"`
	Field     string `json:"field,omitempty"` // one of the selected fields, such as "partner.reportFile.*"
	Key       string `json:"key,omitempty"`
	Grant     string `json:"grant,omitempty"`
	Status    string `json:"status,omitempty"` // such as "404", "4xx" or ">=400"
	Fault     string `json:"fault,omitempty"`
	Notice    string `json:"notice,omitempty"` // one of the notices
	Message   string `json:"message,omitempty"`
	Step      string `json:"step,omitempty"` // one of the steps, such as "asked"

	Bytes        string `json:"bytes,omitempty"` // of the response's body, such as ">1000"
	RequestBytes string `json:"request_bytes,omitempty"`
	RequestBody  string `json:"request_body,omitempty"` // as the journal has it: empty unless bodies are kept
	ResponseBody string `json:"response_body,omitempty"`

	Since string `json:"since,omitempty"` // RFC 3339, the mock's clock; entries from then on
	Until string `json:"until,omitempty"` // RFC 3339, the mock's clock; entries before then
}

// A member is one of a Matcher's.
type member struct {
	name  string
	want  func(*Matcher) *string
	match func(want string, e *Entry) bool
	show  func(e *Entry) string   // the value that did not match
	check func(want string) error // nil accepts any text
}

var matchers = []member{
	text("method", func(m *Matcher) *string { return &m.Method }, func(e *Entry) string { return e.Method }),
	text("host", func(m *Matcher) *string { return &m.Host }, func(e *Entry) string { return e.Host }),
	text("path", func(m *Matcher) *string { return &m.Path }, func(e *Entry) string { return e.Path }),
	text("route", func(m *Matcher) *string { return &m.Route }, func(e *Entry) string { return e.Route }),
	text("query", func(m *Matcher) *string { return &m.Query }, func(e *Entry) string { return e.Query }),
	text("surface", func(m *Matcher) *string { return &m.Surface }, func(e *Entry) string { return e.Surface }),
	text("operation", func(m *Matcher) *string { return &m.Operation }, func(e *Entry) string { return e.Operation }),
	list("field", func(m *Matcher) *string { return &m.Field }, func(e *Entry) []string { return e.Fields }),
	text("key", func(m *Matcher) *string { return &m.Key }, func(e *Entry) string { return e.Key }),
	text("grant", func(m *Matcher) *string { return &m.Grant }, func(e *Entry) string { return e.Grant }),
	number("status", func(m *Matcher) *string { return &m.Status }, func(e *Entry) int64 { return int64(e.Status) }),
	list("fault", func(m *Matcher) *string { return &m.Fault },
		func(e *Entry) []string { return strings.Split(e.Fault, ", ") }),
	list("notice", func(m *Matcher) *string { return &m.Notice }, func(e *Entry) []string { return e.Notices }),
	text("message", func(m *Matcher) *string { return &m.Message }, func(e *Entry) string { return e.Message }),
	list("step", func(m *Matcher) *string { return &m.Step },
		func(e *Entry) []string { return strings.Split(e.Steps.String(), "+") }),
	number("bytes", func(m *Matcher) *string { return &m.Bytes }, func(e *Entry) int64 { return e.Bytes }),
	number("request_bytes", func(m *Matcher) *string { return &m.RequestBytes },
		func(e *Entry) int64 { return e.RequestBytes }),
	text("request_body", func(m *Matcher) *string { return &m.RequestBody },
		func(e *Entry) string { return e.RequestBody }),
	text("response_body", func(m *Matcher) *string { return &m.ResponseBody },
		func(e *Entry) string { return e.ResponseBody }),
	moments("since", func(m *Matcher) *string { return &m.Since },
		func(at, limit time.Time) bool { return !at.Before(limit) }),
	moments("until", func(m *Matcher) *string { return &m.Until }, time.Time.Before),
}

func text(name string, want func(*Matcher) *string, of func(*Entry) string) member {
	return member{name: name, want: want, show: of, match: func(w string, e *Entry) bool { return glob(w, of(e)) }}
}

func list(name string, want func(*Matcher) *string, of func(*Entry) []string) member {
	return member{
		name: name, want: want, show: func(e *Entry) string { return strings.Join(of(e), ", ") },
		match: func(w string, e *Entry) bool {
			return slices.ContainsFunc(of(e), func(one string) bool { return glob(w, one) })
		},
	}
}

func number(name string, want func(*Matcher) *string, of func(*Entry) int64) member {
	return member{
		name: name, want: want, show: func(e *Entry) string { return strconv.FormatInt(of(e), 10) },
		match: func(w string, e *Entry) bool { ok, _ := compare(w, of(e)); return ok },
		check: func(w string) error { _, err := compare(w, 0); return err },
	}
}

func moments(name string, want func(*Matcher) *string, holds func(at, limit time.Time) bool) member {
	return member{
		name: name, want: want, show: func(e *Entry) string { return e.Time.Format(time.RFC3339) },
		match: func(w string, e *Entry) bool {
			limit, err := time.Parse(time.RFC3339, w)
			return err == nil && holds(e.Time, limit)
		},
		check: func(w string) error {
			if _, err := time.Parse(time.RFC3339, w); err != nil {
				return fmt.Errorf("need a time such as 2026-01-31T12:00:00Z")
			}
			return nil
		},
	}
}

// glob reports whether a text is as a pattern says, in which "*" stands for any characters.
func glob(pattern, s string) bool {
	first, rest, wild := strings.Cut(pattern, "*")
	if !wild {
		return s == pattern
	}
	s, ok := strings.CutPrefix(s, first)
	if !ok {
		return false
	}
	for {
		part, more, wild := strings.Cut(rest, "*")
		if !wild {
			return strings.HasSuffix(s, part)
		}
		if _, s, ok = strings.Cut(s, part); !ok {
			return false
		}
		rest = more
	}
}

// compare reports whether a number is as a text says: "404", "4xx", ">=400".
func compare(want string, n int64) (bool, error) {
	if len(want) == 3 && strings.HasSuffix(want, "xx") && want[0] >= '0' && want[0] <= '9' {
		return n/100 == int64(want[0]-'0'), nil
	}
	digits := strings.TrimLeft(want, "<>=")
	limit, err := strconv.ParseInt(digits, 10, 64)
	if err != nil {
		return false, fmt.Errorf("need a number such as 404, 4xx or >=400")
	}
	switch want[:len(want)-len(digits)] {
	case "":
		return n == limit, nil
	case ">":
		return n > limit, nil
	case ">=":
		return n >= limit, nil
	case "<":
		return n < limit, nil
	case "<=":
		return n <= limit, nil
	}
	return false, fmt.Errorf("need a number such as 404, 4xx or >=400")
}

// MatcherNames returns the names of a Matcher's members.
func MatcherNames() []string {
	var names []string
	for _, m := range matchers {
		names = append(names, m.name)
	}
	return names
}

// ParseMatcher makes a Matcher from members by name.
func ParseMatcher(values map[string]string) (Matcher, error) {
	var m Matcher
	for _, name := range slices.Sorted(maps.Keys(values)) {
		i := slices.IndexFunc(matchers, func(one member) bool { return one.name == name })
		if i < 0 {
			return m, fmt.Errorf("unknown member %q; known: %s", name, strings.Join(MatcherNames(), ", "))
		}
		*matchers[i].want(&m) = values[name]
	}
	return m, m.Check()
}

// UnmarshalJSON accepts an object of texts and numbers, and no unknown members.
func (m *Matcher) UnmarshalJSON(b []byte) error {
	var raw map[string]json.RawMessage
	if err := json.Unmarshal(b, &raw); err != nil {
		return fmt.Errorf("must be an object such as {\"surface\": \"rest\", \"status\": \"4xx\"}")
	}
	values := make(map[string]string, len(raw))
	for name, value := range raw {
		s := string(value)
		if strings.HasPrefix(s, `"`) {
			_ = json.Unmarshal(value, &s) // it is valid JSON
		} else if _, err := strconv.ParseInt(s, 10, 64); err != nil {
			return fmt.Errorf("has %q with %s; need a text or a number", name, s)
		}
		values[name] = s
	}
	found, err := ParseMatcher(values)
	if err != nil {
		return fmt.Errorf("is invalid: %w", err)
	}
	*m = found
	return nil
}

// Check returns an error if a number or a time is none.
func (m *Matcher) Check() error {
	for _, one := range matchers {
		if want := *one.want(m); want != "" && one.check != nil {
			if err := one.check(want); err != nil {
				return fmt.Errorf("%s %q: %w", one.name, want, err)
			}
		}
	}
	return nil
}

// Match reports whether an entry has all that the Matcher wants.
func (m *Matcher) Match(e *Entry) bool {
	for i := range matchers {
		if want := *matchers[i].want(m); want != "" && !matchers[i].match(want, e) {
			return false
		}
	}
	return true
}

// Compile returns Match of a matcher that does not change any more, for many entries.
func (m *Matcher) Compile() func(e *Entry) bool {
	type condition struct {
		want  string
		match func(want string, e *Entry) bool
	}
	var all []condition
	for _, one := range matchers {
		if want := *one.want(m); want != "" {
			all = append(all, condition{want, one.match})
		}
	}
	return func(e *Entry) bool {
		for i := range all {
			if !all[i].match(all[i].want, e) {
				return false
			}
		}
		return true
	}
}

// Values returns the members that are not empty, by name.
func (m *Matcher) Values() map[string]string {
	values := map[string]string{}
	for _, one := range matchers {
		if want := *one.want(m); want != "" {
			values[one.name] = want
		}
	}
	return values
}

// misses returns the number of members in which an entry does not match.
func (m *Matcher) misses(e *Entry) int {
	n := 0
	for i := range matchers {
		if want := *matchers[i].want(m); want != "" && !matchers[i].match(want, e) {
			n++
		}
	}
	return n
}

// differences says in which members an entry does not match.
func (m *Matcher) differences(e *Entry) []string {
	var all []string
	for i := range matchers {
		one := &matchers[i]
		if want := *one.want(m); want != "" && !one.match(want, e) {
			all = append(all, fmt.Sprintf("%s is %q, want %q", one.name, one.show(e), want))
		}
	}
	return all
}
