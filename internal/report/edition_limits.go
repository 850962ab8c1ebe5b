package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Limits bound a report.
type Limits struct {
	Days        int // longest range, both ends included
	Shortest    int // shortest range, in days
	Granularity Dimension
	Dimensions  int // in one report
	Metrics     int // in one report
	Concurrent  int // reports of one API key in progress
	Retention   time.Duration
}

// LimitFacts are the limits as an edition's file says them.
type LimitFacts struct {
	Days        LimitFact `yaml:"days" json:"days"`
	Shortest    LimitFact `yaml:"shortest" json:"shortest"`
	Granularity LimitFact `yaml:"granularity" json:"granularity"`
	Dimensions  LimitFact `yaml:"dimensions" json:"dimensions"`
	Metrics     LimitFact `yaml:"metrics" json:"metrics"`
	Concurrent  LimitFact `yaml:"at-once" json:"at-once"`
	Retention   LimitFact `yaml:"retention" json:"retention"`
}

// A LimitFact is one limit, as people write it, and its ground.
type LimitFact struct {
	Value    string `yaml:"value" json:"value"`
	Evidence `yaml:",inline"`
}

// A LimitDef is one of the limits: what it is called and what it may be.
type LimitDef struct {
	Name  string // as in --limit name=value
	About string
	Takes string // what the value may be, for people

	set  func(*Limits, string) bool
	fact func(*LimitFacts) LimitFact
}

// Of returns what an edition says of the limit.
func (k LimitDef) Of(e *Edition) LimitFact { return k.fact(&e.Limits) }

// The bounds of the limits themselves, so that a report stays one that can be
// served: its table, its token and its key's record stay small.
const (
	maxDays       = 3660
	maxDimensions = 64
	maxMetrics    = 66 // all of them
	maxConcurrent = 1000
	maxRetention  = 10 * 365 * 24 * time.Hour
)

// LimitDefs are all limits, in the order in which people want to read them.
var LimitDefs = []LimitDef{
	{"days", "longest range, in days", "1 to 3660",
		count(1, maxDays, func(l *Limits) *int { return &l.Days }),
		func(f *LimitFacts) LimitFact { return f.Days }},
	{"shortest", "shortest range, in days", "1 to 3660",
		count(1, maxDays, func(l *Limits) *int { return &l.Shortest }),
		func(f *LimitFacts) LimitFact { return f.Shortest }},
	{"granularity", "finest dimension of time", "month, day, hour or minute", setGranularity,
		func(f *LimitFacts) LimitFact { return f.Granularity }},
	{"dimensions", "dimensions in a report", "1 to 64",
		count(1, maxDimensions, func(l *Limits) *int { return &l.Dimensions }),
		func(f *LimitFacts) LimitFact { return f.Dimensions }},
	{"metrics", "metrics in a report", "1 to 66, or unlimited",
		unlimited(count(1, maxMetrics, func(l *Limits) *int { return &l.Metrics }), maxMetrics),
		func(f *LimitFacts) LimitFact { return f.Metrics }},
	{"at-once", "reports of one API key in progress", "1 to 1000",
		count(1, maxConcurrent, func(l *Limits) *int { return &l.Concurrent }),
		func(f *LimitFacts) LimitFact { return f.Concurrent }},
	{"retention", "how long a finished report is kept", "a duration such as 48h, from 1s to 87600h", setRetention,
		func(f *LimitFacts) LimitFact { return f.Retention }},
}

// grains are the dimensions of time, coarsest first.
var grains = []Dimension{"MONTH", "DAY", "HOUR", "MINUTE"}

func count(least, most int, field func(*Limits) *int) func(*Limits, string) bool {
	return func(l *Limits, text string) bool {
		n, err := strconv.Atoi(text)
		if err != nil || n < least || n > most {
			return false
		}
		*field(l) = n
		return true
	}
}

// unlimited takes that word for the most.
func unlimited(set func(*Limits, string) bool, most int) func(*Limits, string) bool {
	return func(l *Limits, text string) bool {
		if text == "unlimited" {
			text = strconv.Itoa(most)
		}
		return set(l, text)
	}
}

func setGranularity(l *Limits, text string) bool {
	l.Granularity = Dimension(strings.ToUpper(text))
	return slices.Contains(grains, l.Granularity)
}

func setRetention(l *Limits, text string) bool {
	d, err := time.ParseDuration(text)
	l.Retention = d
	return err == nil && d >= time.Second && d <= maxRetention
}

// Set changes the limit of a name. The error says which names there are, or what
// the value may be.
func (l *Limits) Set(name, value string) error {
	i := slices.IndexFunc(LimitDefs, func(k LimitDef) bool { return k.Name == name })
	if i < 0 {
		var names []string
		for _, k := range LimitDefs {
			names = append(names, k.Name)
		}
		return fmt.Errorf("there is no limit %q; the limits are %s", clip(name), strings.Join(names, ", "))
	}
	changed := *l
	if !LimitDefs[i].set(&changed, value) {
		return fmt.Errorf("limit %s is %q; %s is needed", name, clip(value), LimitDefs[i].Takes)
	}
	*l = changed
	return nil
}

// CheckLimits tells whether Config.Limits may be these, values by name.
func CheckLimits(values map[string]string) error {
	_, err := Limits{}.with(values)
	return err
}

// with returns the limits with some of them changed.
func (l Limits) with(values map[string]string) (Limits, error) {
	for _, name := range sortedKeys(values) {
		if err := l.Set(name, values[name]); err != nil {
			return l, err
		}
	}
	return l, nil
}

// limits reads the facts.
func (f LimitFacts) limits() (Limits, error) {
	var l Limits
	for _, k := range LimitDefs {
		fact := k.fact(&f)
		if err := l.Set(k.Name, fact.Value); err != nil {
			return l, err
		}
		if err := fact.check(); err != nil {
			return l, fmt.Errorf("limit %s: %w", k.Name, err)
		}
	}
	return l, nil
}
