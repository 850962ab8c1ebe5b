package fault

import (
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/dailymock/dailymock/internal/traffic"
	"github.com/dailymock/dailymock/journal"
)

// Config says what a Set works with.
type Config struct {
	Seed uint64 // of rules without one

	// Routes are, by surface, the routes whose requests have no other operation than the route.
	Routes map[string][]string

	// Operations are, by surface, those that it names itself. A surface that is not there has any.
	Operations map[string][]string

	// Field reports whether the schema has a field path, and whether it ends at a field without fields of its own; nil
	// accepts any.
	Field func(path string) (exists, leaf bool)

	// Count is called for each fault that belongs to no request, with its name; nil calls nothing.
	Count func(name string)
}

// A Set has the rules of one mock. It is safe for concurrent use.
type Set struct {
	config Config
	mu     sync.Mutex // held while rules change
	table  atomic.Pointer[table]
}

// New returns a Set without rules.
func New(c Config) *Set {
	s := &Set{config: c}
	s.table.Store(&table{})
	return s
}

// A table has the rules that are set, by surface.
type table struct {
	all []*armed
	by  map[string]*lists
}

// lists are the rules of a surface in their order.
type lists struct {
	all   []*armed
	early []*armed // of requests, those that their route is enough to match
	late  []*armed // those that need to know the operation or the key
}

// An armed rule is one that is set.
type armed struct {
	Rule
	effect
	name   string // unique among the rules of a Set
	match  func(*journal.Entry) bool
	perKey bool // each key counts by itself
	at     []string

	mu     sync.Mutex
	counts map[string]*count // by key; "" without perKey
}

// A count is how often a rule met a request.
type count struct {
	Matched uint64 `json:"matched"`
	Fired   uint64 `json:"fired"`
}

// maxKeys bounds the keys that a rule counts by themselves; further ones count together.
const maxKeys = 10_000

// A State shows a rule that is set.
type State struct {
	Name    string `json:"name"`           // in X-Mock-Fault and in the journal
	Rule    string `json:"rule"`           // as Parse reads it
	Matched uint64 `json:"matched"`        // requests
	Fired   uint64 `json:"fired"`          // requests that it changed
	Left    *int   `json:"left,omitempty"` // how often it still fires; nil means until it is cleared
}

// ErrUnknown is wrapped by Clear for a name that no rule has.
var ErrUnknown = errors.New("no rule that is set has this name")

// Replace replaces the rules, or those of an API key, and counts anew. After an error nothing has changed.
func (s *Set) Replace(key string, texts ...string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var kept []*armed
	if key != "" {
		kept = slices.DeleteFunc(slices.Clone(s.table.Load().all), func(a *armed) bool { return a.Matcher.Key == key })
	}
	return s.add(kept, key, texts)
}

// Add adds rules after those that are set, for one API key if it is not "".
func (s *Set) Add(key string, texts ...string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.add(s.table.Load().all, key, texts)
}

// add stores the rules that are kept and those of the texts. The caller holds the lock.
func (s *Set) add(kept []*armed, key string, texts []string) error {
	all := slices.Clone(kept)
	for _, text := range texts {
		rules, err := Parse(text)
		if err != nil {
			return err
		}
		for _, r := range rules {
			if err := s.accept(&r, key); err != nil {
				return fmt.Errorf("%s: %w", r.shown(), err)
			}
			a, err := arm(r, all)
			if err != nil {
				return err
			}
			if all = append(all, a); len(all) > maxRules {
				return fmt.Errorf("more than %d rules", maxRules)
			}
		}
	}
	s.table.Store(newTable(all))
	return nil
}

// accept makes a rule one of an API key, and refuses what this mock does not have.
func (s *Set) accept(r *Rule, key string) error {
	if key != "" {
		if r.Matcher.Key != "" && r.Matcher.Key != key {
			return fmt.Errorf("the rule is for key %s, and the request for key %s", r.Matcher.Key, key)
		}
		r.Matcher.Key = key
		if err := r.check(); err != nil {
			return err
		}
	}
	return s.exists(r)
}

// exists returns an error if no request of this mock can match.
func (s *Set) exists(r *Rule) error {
	m := journal.Matcher{Operation: r.Matcher.Operation, Route: r.Matcher.Route}
	if m != (journal.Matcher{}) {
		var known []string
		for _, surface := range r.surfaces() {
			ways, ok := s.config.Operations[surface]
			known = append(append(known, ways...), s.config.Routes[surface]...)
			if !ok && s.config.Routes[surface] == nil || surface == reporting {
				known = nil
				break
			}
		}
		if op := m.Operation; op != "" && known != nil && !slices.ContainsFunc(known, func(k string) bool {
			return (&journal.Matcher{Operation: op}).Match(&journal.Entry{Facts: journal.Facts{Operation: k}})
		}) {
			return fmt.Errorf("no operation %s, so that the rule can never fire; %s", op, nearestOf(op, known))
		}
	}
	for _, path := range []string{r.Matcher.Field, r.field()} {
		if path == "" || s.config.Field == nil {
			continue
		}
		switch exists, leaf := s.config.Field(path); {
		case !exists:
			return fmt.Errorf("the schema has no field path %s, so that the rule can never fire; "+
				"a path has the names of all fields, such as partner.reportFile.status", path)
		case !leaf && path == r.Matcher.Field && r.Effect != "field-error":
			return fmt.Errorf("field=%s never matches: the field has fields of its own; use field=%[1]s.*", path)
		}
	}
	return nil
}

// field returns the path of a field-error.
func (r *Rule) field() string {
	if r.Effect == "field-error" {
		return r.Value
	}
	return ""
}

func nearestOf(text string, known []string) string {
	slices.Sort(known)
	known = slices.Compact(known)
	if nearest := traffic.Nearest(text, known); nearest != "" {
		return fmt.Sprintf("did you mean %q?", nearest)
	}
	return "known: " + strings.Join(known[:min(len(known), 20)], ", ")
}

// arm makes a rule ready, with a name that others do not have.
func arm(r Rule, others []*armed) (*armed, error) {
	taken := func(name string) bool {
		return slices.ContainsFunc(others, func(o *armed) bool { return o.name == name })
	}
	name := r.label()
	if _, short := named[name]; taken(name) && r.Name != "" && !short {
		return nil, fmt.Errorf("name=%s: a rule with this name is set; clear it first", name)
	}
	for n := 2; taken(name); n++ {
		name = fmt.Sprintf("%s-%d", r.label(), n)
	}
	return &armed{
		Rule: r, effect: effects[r.Effect], name: name, match: r.Matcher.Compile(), at: r.surfaces(),
		perKey: strings.Contains(r.Matcher.Key, "*"), counts: map[string]*count{},
	}, nil
}

func newTable(all []*armed) *table {
	t := &table{all: all, by: map[string]*lists{}}
	for _, a := range all {
		for _, surface := range a.at {
			l := t.by[surface]
			if l == nil {
				l = &lists{}
				t.by[surface] = l
			}
			l.all = append(l.all, a)
			if a.late(surface) {
				l.late = append(l.late, a)
			} else {
				l.early = append(l.early, a)
			}
		}
	}
	return t
}

// late reports whether the route of a request is not enough to decide about the rule.
func (a *armed) late(surface string) bool {
	m := a.Matcher
	switch surface {
	case reporting, oauth, rest:
		return m.Operation+m.Field+m.Key+m.Grant != "" || a.Effect == "field-error" || a.Effect == "report"
	case files:
		return m.Key != ""
	}
	return false
}

// Clear removes the rules of an API key, of a name, or both; with neither, all. A name that no rule has gives an error
// wrapping ErrUnknown.
func (s *Set) Clear(key, name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := s.table.Load().all
	after := slices.DeleteFunc(slices.Clone(before), func(a *armed) bool {
		return (key == "" || a.Matcher.Key == key) && (name == "" || a.name == name)
	})
	if name != "" && len(after) == len(before) {
		return fmt.Errorf("%w: %s", ErrUnknown, name)
	}
	s.table.Store(newTable(after))
	return nil
}

// States returns the rules that are set, in their order; with a key, only those of this API key.
func (s *Set) States(key string) []State {
	states := []State{}
	for _, a := range s.table.Load().all {
		if key == "" || a.Matcher.Key == key {
			states = append(states, a.state())
		}
	}
	return states
}

func (a *armed) state() State {
	s := State{Name: a.name, Rule: a.String()}
	a.mu.Lock()
	defer a.mu.Unlock()
	for _, c := range a.counts {
		s.Matched += c.Matched
		s.Fired += c.Fired
	}
	if a.First > 0 && !a.perKey {
		left := a.First - int(s.Fired)
		s.Left = &left
	}
	return s
}

// fires counts a request that matches and reports whether the rule changes it. taken means that another rule has
// responded already.
func (a *armed) fires(key string, taken bool, seed uint64) (number uint64, ok bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if !a.perKey {
		key = ""
	}
	c := a.counts[key]
	if c == nil {
		if len(a.counts) >= maxKeys {
			key = "" // no key has this name
		}
		if c = a.counts[key]; c == nil {
			c = &count{}
			a.counts[key] = c
		}
	}
	c.Matched++
	switch {
	case taken,
		a.First > 0 && c.Fired >= uint64(a.First),
		a.Every > 0 && c.Matched%uint64(a.Every) != 0,
		a.Probability > 0 && a.draw(seed, key, "fires", c.Matched) >= a.Probability:
		return c.Matched, false
	}
	c.Fired++
	return c.Matched, true
}

// draw returns a number from 0 to below 1, which depends only on its arguments, the rule's seed and its name.
func (a *armed) draw(seed uint64, key, purpose string, n uint64) float64 {
	if a.Seed != 0 {
		seed = a.Seed
	}
	sum := sha256.Sum256(fmt.Appendf(nil, "fault %d %q %s %q %d", seed, a.name, purpose, key, n))
	return float64(binary.BigEndian.Uint64(sum[:])>>11) / (1 << 53)
}
