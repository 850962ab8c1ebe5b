package edition

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Limits bound the reports of an edition.
type Limits struct {
	Days        int // longest range, both ends included
	Shortest    int // shortest range, in days
	Granularity Dimension
	Dimensions  int // in one report
	Metrics     int // in one report
	Concurrent  int // reports of one API key in progress
	Retention   time.Duration
}

// LimitFacts are the limits as the file of an edition has them.
type LimitFacts struct {
	Days        LimitFact `yaml:"days" json:"days"`
	Shortest    LimitFact `yaml:"shortest" json:"shortest"`
	Granularity LimitFact `yaml:"granularity" json:"granularity"`
	Dimensions  LimitFact `yaml:"dimensions" json:"dimensions"`
	Metrics     LimitFact `yaml:"metrics" json:"metrics"`
	Concurrent  LimitFact `yaml:"at-once" json:"at-once"`
	Retention   LimitFact `yaml:"retention" json:"retention"`
}

// A LimitFact is the value of one limit, as people write it, and its evidence.
type LimitFact struct {
	Value    string `yaml:"value" json:"value"`
	Evidence `yaml:",inline"`
}

// A LimitDef defines one of the limits: its name and its values.
type LimitDef struct {
	Name  string // as in --limit name=value
	About string
	Takes string // the valid values, for people

	set  func(*Limits, string) bool
	fact func(*LimitFacts) LimitFact
}

// Of returns the limit of an edition.
func (k LimitDef) Of(e *Edition) LimitFact { return k.fact(&e.Limits) }

// The bounds of the limits themselves. They keep the table and the token of a report small.
const (
	maxDays       = 3660
	maxDimensions = 64
	maxMetrics    = 66 // all of them
	maxConcurrent = 1000
	maxRetention  = 10 * 365 * 24 * time.Hour
)

// LimitDefs are all limits, in the order in which they are shown.
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

// timeDimensions are the dimensions of time, coarsest first.
var timeDimensions = []Dimension{"MONTH", "DAY", "HOUR", "MINUTE"}

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

// unlimited accepts the word unlimited for the largest value.
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
	return slices.Contains(timeDimensions, l.Granularity)
}

func setRetention(l *Limits, text string) bool {
	d, err := time.ParseDuration(text)
	l.Retention = d
	return err == nil && d >= time.Second && d <= maxRetention
}

// Set changes one limit. The error lists the names of the limits, or the valid values.
func (l *Limits) Set(name, value string) error {
	i := slices.IndexFunc(LimitDefs, func(k LimitDef) bool { return k.Name == name })
	if i < 0 {
		var known []string
		for _, k := range LimitDefs {
			known = append(known, k.Name)
		}
		return fmt.Errorf("unknown limit %q; known limits: %s", Clip(name), strings.Join(known, ", "))
	}
	changed := *l
	if !LimitDefs[i].set(&changed, value) {
		return fmt.Errorf("limit %s is %q, must be %s", name, Clip(value), LimitDefs[i].Takes)
	}
	*l = changed
	return nil
}

// CheckLimits returns an error unless all values, by name, are valid limits.
func CheckLimits(values map[string]string) error {
	_, err := Limits{}.with(values)
	return err
}

// with returns the limits with some of them changed.
func (l Limits) with(values map[string]string) (Limits, error) {
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if err := l.Set(name, values[name]); err != nil {
			return l, err
		}
	}
	return l, nil
}

// limits parses the facts.
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
