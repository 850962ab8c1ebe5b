package fault

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/traffic"
	"github.com/dailymock/dailymock/journal"
)

// An effect is what a rule does.
type effect struct {
	about    string // for people, after the name and value
	value    string // an example; "" if the effect has none
	surfaces []string
	words    []string // beside those of every rule
	check    func(r *Rule) error
	responds bool // in place of the surface
}

var effects = map[string]effect{
	"status": {"the surface's error with a status", "503", overHTTP, []string{"retry-after"},
		statusBetween(400), true},
	"error": {"an error of the vendor by its name", "invalid_grant", speaking, []string{"retry-after"},
		nil, true},
	"html":         {"a page of HTML instead of the response", "502", overHTTP, nil, statusBetween(200), true},
	"unauthorized": {"401, as for an access token, key or client that is not valid", "", speaking, nil, nil, true},
	"too-many":     {"429 with Retry-After", "", overHTTP, []string{"retry-after"}, nil, true},

	"latency": {"a wait before the response", "200ms", overHTTP, []string{"spread"},
		func(r *Rule) error { return wait(r.Value, "latency", new(time.Duration)) }, false},
	"reset":    {"the connection is reset before the response", "", overHTTP, nil, nil, true},
	"truncate": {"the connection ends after some bytes of the body", "64", overHTTP, nil, sizeFrom(0), false},
	"drip":     {"the body comes slowly, at a number of bytes per second", "1000", overHTTP, nil, sizeFrom(1), false},

	"field-error": {"a GraphQL error at a field, whose value is null", "partner.reportFile.status", []string{reporting},
		[]string{"type"}, nil, false},
	"report": {"reports that are asked for end so: FAILED or EXPIRED", "FAILED", []string{reporting}, nil,
		oneOf([]string{"FAILED", "EXPIRED"}), false},
	"csv": {"a file is damaged: " + strings.Join(Damages(), ", "), "bom", []string{files}, nil,
		oneOf(Damages()), false},
	"importer": {"a callback or crawl goes wrong: " + strings.Join(mishaps(), ", "), "duplicate",
		[]string{importer}, nil, oneOf(mishaps()), false},
}

// Effects returns the names of all effects, sorted.
func Effects() []string { return slices.Sorted(maps.Keys(effects)) }

// About describes an effect, with an example.
func About(name string) (example, about string) {
	e, ok := effects[name]
	if !ok {
		return "", ""
	}
	return word{name, e.value}.String(), e.about
}

// What the importer does wrong, and whether that is about a callback or a crawl.
var mishapsOf = map[string]string{
	"duplicate": callback, "out-of-order": callback, "batch": callback, "failed-item": callback,
	"unknown-event": callback, "late-crawl": crawl,
}

// The operations of the importer.
const (
	callback = "callback"
	crawl    = "crawl"
)

func mishaps() []string { return slices.Sorted(maps.Keys(mishapsOf)) }

func statusBetween(least int) func(*Rule) error {
	return func(r *Rule) error {
		n, err := strconv.Atoi(r.Value)
		if err != nil || n < least || n > 599 || n == 204 || n == 304 {
			return fmt.Errorf("need a status from %d to 599 that has a body", least)
		}
		return nil
	}
}

// maxBytes bounds truncate and drip.
const maxBytes = 1 << 40

func sizeFrom(least int) func(*Rule) error {
	return func(r *Rule) error {
		if n, err := strconv.Atoi(r.Value); err != nil || n < least || n > maxBytes {
			return fmt.Errorf("need a number of bytes from %d", least)
		}
		return nil
	}
}

func oneOf(known []string) func(*Rule) error {
	return func(r *Rule) error {
		if slices.Contains(known, r.Value) {
			return nil
		}
		return fmt.Errorf("need one of %s%s", strings.Join(known, ", "), didYouMean(r.Value, known))
	}
}

func didYouMean(text string, known []string) string {
	if nearest := traffic.Nearest(text, known); nearest != "" {
		return fmt.Sprintf("; did you mean %q?", nearest)
	}
	return ""
}

// check returns an error unless the rule can fire on some surface; New tells later what exists.
func (r *Rule) check() error {
	e, ok := effects[r.Effect]
	if !ok {
		return fmt.Errorf("the rule has no effect; use one of %s, or a fault of %s", strings.Join(Effects(), ", "),
			strings.Join(Names(), ", "))
	}
	switch {
	case e.value == "" && r.Value != "":
		return fmt.Errorf("%s has no value", r.Effect)
	case e.value != "" && r.Value == "":
		return fmt.Errorf("%s needs a value, such as %s=%s", r.Effect, r.Effect, e.value)
	}
	if e.check != nil {
		if err := e.check(r); err != nil {
			return err
		}
	}
	if err := r.checkWords(e); err != nil {
		return err
	}
	return r.checkMatcher()
}

// checkWords refuses words that have no effect.
func (r *Rule) checkWords(e effect) error {
	for name, there := range map[string]bool{
		"spread": r.Spread > 0, "retry-after": r.RetryAfter > 0, "type": r.Type != "",
	} {
		if there && !slices.Contains(e.words, name) {
			return fmt.Errorf("%s has no %s", r.Effect, name)
		}
	}
	if r.Seed > 0 && r.Probability == 0 && r.Spread == 0 {
		return errors.New("seed needs a probability or a spread")
	}
	if r.RetryAfter%time.Second != 0 {
		return fmt.Errorf("retry-after=%v: need whole seconds", r.RetryAfter)
	}
	switch r.Effect {
	case "error":
		return r.checkError()
	case "field-error":
		if r.Type == "" {
			return nil
		}
		if known := errorNames(reporting); !slices.Contains(known, r.Type) {
			return fmt.Errorf("type=%s: need one of %s%s", r.Type, strings.Join(known, ", "), didYouMean(r.Type, known))
		}
	}
	return nil
}

// checkError refuses the name of an error that no surface of the rule has.
func (r *Rule) checkError() error {
	var known []string
	only := journal.Matcher{Surface: r.Matcher.Surface}
	for _, surface := range effects[r.Effect].surfaces {
		if !only.Match(&journal.Entry{Facts: journal.Facts{Surface: surface}}) {
			continue
		}
		names := errorNames(surface)
		if slices.Contains(names, r.Value) {
			return nil
		}
		known = append(known, names...)
	}
	slices.Sort(known)
	known = slices.Compact(known)
	where := ""
	if r.Matcher.Surface != "" {
		where = " of surface " + r.Matcher.Surface
	}
	return fmt.Errorf("no error%s has the name %s; known: %s%s", where, r.Value, strings.Join(known, ", "),
		didYouMean(r.Value, known))
}

// surfaces returns those that a rule can fire on.
func (r *Rule) surfaces() []string {
	var all []string
	only := journal.Matcher{Surface: r.Matcher.Surface}
	for _, s := range effects[r.Effect].surfaces {
		if only.Match(&journal.Entry{Facts: journal.Facts{Surface: s}}) &&
			(r.Effect != "error" || slices.Contains(errorNames(s), r.Value)) {
			all = append(all, s)
		}
	}
	return all
}

// Who knows what, before the response.
var facts = map[string]struct {
	who []string
	why string
}{
	"field": {[]string{reporting}, "only GraphQL has fields"},
	"grant": {[]string{oauth}, "only token requests have a grant"},
	"key":   {[]string{reporting, oauth, rest, files, dyntube}, "requests there have no API key"},
}

// checkMatcher refuses matchers that no request has.
func (r *Rule) checkMatcher() error {
	m := r.Matcher
	switch {
	case m.Surface == "control":
		return errors.New("the control API has no faults, or no request could clear them")
	case m.Surface != "" && !strings.Contains(m.Surface, "*") && !slices.Contains(surfaces, m.Surface):
		return fmt.Errorf("surface=%s: need one of %s%s", m.Surface, strings.Join(surfaces, ", "),
			didYouMean(m.Surface, surfaces))
	}
	possible := r.surfaces()
	if len(possible) == 0 {
		return fmt.Errorf("%s can never fire on surface %s; it is for %s", r.Effect, m.Surface,
			strings.Join(effects[r.Effect].surfaces, ", "))
	}
	values := m.Values()
	for _, name := range []string{"field", "grant", "key"} {
		if values[name] == "" {
			continue
		}
		if possible = common(possible, facts[name].who); len(possible) == 0 {
			return fmt.Errorf("%s=%s can never match: %s", name, values[name], facts[name].why)
		}
	}
	if m.Since != "" && m.Until != "" {
		since, _ := time.Parse(time.RFC3339, m.Since) // ParseMatcher has checked them
		until, _ := time.Parse(time.RFC3339, m.Until)
		if !since.Before(until) {
			return fmt.Errorf("since=%s is not before until=%s, so that no request can match", m.Since, m.Until)
		}
	}
	if op := mishapsOf[r.Value]; r.Effect == importer && m.Operation != "" &&
		!(&journal.Matcher{Operation: m.Operation}).Match(&journal.Entry{Facts: journal.Facts{Operation: op}}) {
		return fmt.Errorf("operation=%s can never match: %s is about a %s", m.Operation, r.Value, op)
	}
	if slices.Equal(possible, []string{importer}) {
		for _, name := range []string{"method", "host", "path", "route", "query"} {
			if values[name] != "" {
				return fmt.Errorf("%s=%s can never match: the importer's callbacks and crawls are no requests to the mock",
					name, values[name])
			}
		}
	}
	return nil
}

func common(a, b []string) []string {
	return slices.DeleteFunc(slices.Clone(a), func(s string) bool { return !slices.Contains(b, s) })
}
