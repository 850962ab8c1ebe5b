package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock"
)

// A runSummary describes what a client did, once it has ended.
type runSummary struct {
	Client    string            `json:"client"` // its program, without arguments: they may hold secrets
	Status    int               `json:"exit_status"`
	Took      time.Duration     `json:"took_ns"`
	Speed     float64           `json:"speed"` // of the mock's clock
	Did       dailymock.Tally   `json:"did"`
	Refused   map[string]int    `json:"refused"`   // requests to other hosts, by host
	Untrusted map[string]int    `json:"untrusted"` // TLS handshakes that the client broke off, by host
	Failed    []failedCondition `json:"failed"`    // conditions of --fail-on that hold

	checked []string // the conditions that were evaluated
}

// A failedCondition condition, and what makes it hold.
type failedCondition struct {
	Condition string `json:"condition"`
	Because   string `json:"because"`
}

func (s *session) summary(args []string, status int, took time.Duration) *runSummary {
	v := &runSummary{Status: status, Took: took, Speed: s.mock.Clock().Speed, Did: s.mock.Tally(), Failed: []failedCondition{}}
	if len(args) > 0 {
		v.Client = filepath.Base(args[0])
	}
	v.Refused, v.Untrusted = s.blockedHosts.seen()
	return v
}

// conditions are the values of --fail-on. holds returns the reason, or "".
var conditions = []struct {
	name  string
	holds func(*runSummary) string
}{
	{"escape", func(v *runSummary) string { return counted(v.Refused, "refused: %s") }},
	{"untrusted", func(v *runSummary) string { return counted(v.Untrusted, "TLS handshakes broken off: %s") }},
	{"no-request", func(v *runSummary) string {
		if v.vendors() > 0 {
			return ""
		}
		return "no request came; docs/run.md says which runtimes need help"
	}},
	{"unfinished-report", func(v *runSummary) string { return many(v.Did.Reports.Unfinished, "never seen to end", "report") }},
	{"unfetched-file", func(v *runSummary) string { return many(v.Did.Files.Unfetched, "never downloaded", "file") }},
	{"error", func(v *runSummary) string { return many(v.Did.Errors, "answered with an error", "request") }},
	{"fault", func(v *runSummary) string { return counted(v.Did.Faults, "met: %s") }},
}

func conditionNames() []string {
	var names []string
	for _, c := range conditions {
		names = append(names, c.name)
	}
	return names
}

// check evaluates the conditions that were named.
func (v *runSummary) check(names []string) {
	for _, c := range conditions {
		if !slices.Contains(names, c.name) {
			continue
		}
		v.checked = append(v.checked, c.name)
		if why := c.holds(v); why != "" {
			v.Failed = append(v.Failed, failedCondition{c.name, why})
		}
	}
}

// vendors returns the number of requests to the vendors' APIs, without the
// mock's own API.
func (v *runSummary) vendors() int { return v.Did.Requests - v.Did.Surfaces["control"] }

// counted formats names with their numbers; it returns "" for an empty map.
func counted(m map[string]int, format string) string {
	if len(m) == 0 {
		return ""
	}
	return fmt.Sprintf(format, numbers(m))
}

func numbers(m map[string]int) string {
	if len(m) == 0 {
		return "none"
	}
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(m)) {
		parts = append(parts, fmt.Sprintf("%s %d", name, m[name]))
	}
	return strings.Join(parts, ", ")
}

func many(n int, what, noun string) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "1 " + noun + " was " + what
	}
	return fmt.Sprintf("%d %ss were %s", n, noun, what)
}
