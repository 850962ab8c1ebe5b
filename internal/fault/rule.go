// Package fault makes requests fail on purpose, and the importer's callbacks, by rules that say which of them, how
// often, and how.
//
//	s := fault.New(fault.Config{Seed: 1})
//	handler := traffic.New(traffic.Config{Intercept: s.Intercept}) // for requests that their route is enough to match
//	if m := fault.Met(ctx); m != nil { … }                         // where a surface knows operation and API key
//	err := s.Replace("", "status=503 surface=rest first=3", "rest-500=3")
//
// A rule is a line of words, or an object of YAML or JSON with the words as members. Its matcher has the words of the
// journal's filters. Without rules, a request costs one atomic load more.
package fault

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/dailymock/dailymock/journal"
)

// A Rule makes requests that match fail.
type Rule struct {
	Name    string          // in X-Mock-Fault and in the journal; "" means one made from effect and surface
	Matcher journal.Matcher // only what is known before the response
	Effect  string          // one of Effects
	Value   string          // what the effect needs, such as a status

	First       int     // requests that fail, at most; zero means all
	Every       int     // only each so many-th request that matches; zero means each
	Probability float64 // that a request fails, by Seed; zero means always
	Seed        uint64  // of Probability and Spread; zero means the mock's

	Spread     time.Duration // of a latency: up to so much longer, by Seed
	RetryAfter time.Duration // of status, error and too-many; zero means the default of the effect
	Type       string        // of a field-error, one of the errors of GraphQL; "" means internal_error
}

// A word is one name with its value in a rule.
type word struct{ name, value string }

// maxCount bounds first and every.
const maxCount = 1_000_000

// set sets the members of a rule that are neither its matcher nor its effect.
var set = map[string]func(r *Rule, value string) error{
	"name":  func(r *Rule, v string) error { r.Name = v; return checkName(v) },
	"first": func(r *Rule, v string) error { return number(v, &r.First) },
	"every": func(r *Rule, v string) error { return number(v, &r.Every) },
	"once": func(r *Rule, v string) error {
		if v != "" && v != "true" {
			return fmt.Errorf("once has no value; use first=%s for so many", v)
		}
		if r.First != 0 {
			return fmt.Errorf("once means first=1; the rule has first=%d, too", r.First)
		}
		r.First = 1
		return nil
	},
	"probability": func(r *Rule, v string) error {
		p, err := strconv.ParseFloat(v, 64)
		switch {
		case err != nil || !(p >= 0 && p <= 1):
			return fmt.Errorf("probability=%s: need a number above 0, at most 1", v)
		case p == 0:
			return fmt.Errorf("probability=%s: the rule can never fire", v)
		}
		r.Probability = p
		return nil
	},
	"seed": func(r *Rule, v string) error {
		n, err := strconv.ParseUint(v, 10, 64)
		if err != nil || n == 0 {
			return fmt.Errorf("seed=%s: need a whole number from 1", v)
		}
		r.Seed = n
		return nil
	},
	"spread":      func(r *Rule, v string) error { return wait(v, "spread", &r.Spread) },
	"retry-after": func(r *Rule, v string) error { return wait(v, "retry-after", &r.RetryAfter) },
	"type":        func(r *Rule, v string) error { r.Type = v; return nil },
}

// matching are the words of a matcher that a rule may have: what is known before the response.
var matching = []string{"surface", "operation", "field", "key", "grant", "method", "host", "path", "route", "query",
	"since", "until"}

func number(text string, into *int) error {
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 || n > maxCount {
		return fmt.Errorf("invalid number %q; use a number from 1 to %d", text, maxCount)
	}
	*into = n
	return nil
}

// maxWait bounds each wait of a rule.
const maxWait = 10 * time.Minute

func wait(text, name string, into *time.Duration) error {
	d, err := time.ParseDuration(text)
	if err != nil || d <= 0 || d > maxWait {
		return fmt.Errorf("%s=%s: need a duration above 0s, at most %v, such as 200ms", name, text, maxWait)
	}
	*into = d
	return nil
}

// maxName is the longest name of a rule, in bytes.
const maxName = 64

func checkName(name string) error {
	if len(name) > maxName || strings.Trim(name, nameCharacters) != "" || name == "" {
		return fmt.Errorf("name=%s: need up to %d letters, digits, points and hyphens", name, maxName)
	}
	return nil
}

const nameCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_"

// String returns the rule as Parse reads it, in the shortest way.
func (r Rule) String() string {
	if len(named[r.Name].rules) == 1 {
		same := rulesOf(r.Name)[0]
		same.Every = r.Every
		if same == r {
			return r.Name + every(r.Every, "=")
		}
	}
	words := []word{{r.Effect, r.Value}}
	add := func(name, value string) {
		if value != "" {
			words = append(words, word{name, value})
		}
	}
	values := r.Matcher.Values()
	for _, name := range matching {
		add(name, values[name])
	}
	if r.First == 1 {
		words = append(words, word{"once", ""})
	} else {
		add("first", every(r.First, ""))
	}
	add("every", every(r.Every, ""))
	if r.Probability > 0 {
		add("probability", strconv.FormatFloat(r.Probability, 'g', -1, 64))
	}
	if r.Seed > 0 {
		add("seed", strconv.FormatUint(r.Seed, 10))
	}
	for _, d := range []struct {
		name string
		time.Duration
	}{{"spread", r.Spread}, {"retry-after", r.RetryAfter}} {
		if d.Duration > 0 {
			add(d.name, d.String())
		}
	}
	add("type", r.Type)
	add("name", r.Name)
	texts := make([]string, len(words))
	for i, w := range words {
		texts[i] = w.String()
	}
	return strings.Join(texts, " ")
}

// every returns a count, or "" for none.
func every(n int, prefix string) string {
	if n == 0 {
		return ""
	}
	return prefix + strconv.Itoa(n)
}

func (w word) String() string {
	if w.value == "" {
		return w.name
	}
	if strings.ContainsFunc(w.value, func(c rune) bool { return strings.ContainsRune(separators+`"\`, c) || c < ' ' }) {
		return w.name + "=" + strconv.Quote(w.value)
	}
	return w.name + "=" + w.value
}

// label returns the name of the rule, or one made from effect, value and surface.
func (r *Rule) label() string {
	if r.Name != "" {
		return r.Name
	}
	text := r.Effect
	for _, part := range []string{cmp.Or(r.Value, r.Matcher.Field), r.Matcher.Surface} {
		if part != "" {
			text += "-" + part
		}
	}
	text = strings.Map(func(c rune) rune {
		if strings.ContainsRune(nameCharacters, c) {
			return c
		}
		return '.'
	}, text)
	return text[:min(len(text), maxName-4)]
}
