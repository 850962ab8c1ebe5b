package session

import (
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock"
)

// A Summary describes what a client did, once it has ended.
type Summary struct {
	Client    string            `json:"client"` // its program, without arguments: they may hold secrets
	Status    int               `json:"exit_status"`
	Took      time.Duration     `json:"took_ns"`
	Speed     float64           `json:"speed"` // of the mock's clock
	Did       dailymock.Tally   `json:"did"`
	Refused   map[string]int    `json:"refused"`   // requests to other hosts, by host
	Untrusted map[string]int    `json:"untrusted"` // TLS handshakes that the client broke off, by host
	Failures  []Failure         `json:"failures"`  // requests with an error response, the first ones of the last 1,000
	Failed    []FailedCondition `json:"failed"`    // conditions of --fail-on that hold

	checked  []string // the conditions that were evaluated
	isolated bool
	mocked   []string // the vendors' hosts
}

// A FailedCondition is a condition of --fail-on that holds, and the reason.
type FailedCondition struct {
	Condition string `json:"condition"`
	Because   string `json:"because"`
	Remedy    string `json:"remedy,omitempty"`
}

// Summary returns what the client did so far.
func (s *Session) Summary(args []string, status int, took time.Duration) *Summary {
	v := &Summary{
		Status: status, Took: took, Speed: s.mock.Clock().Speed, Did: s.mock.Tally(), Failed: []FailedCondition{},
		Failures: failures(s.mock.Journal()), isolated: s.isolated, mocked: s.mock.Hosts(),
	}
	if len(args) > 0 {
		v.Client = filepath.Base(args[0])
	}
	v.Refused, v.Untrusted = s.blockedHosts.seen()
	return v
}

// conditions are the values of --fail-on. holds returns the reason, or "", and remedy what to do about it.
var conditions = []struct {
	name   string
	holds  func(*Summary) string
	remedy func(*Summary) string
}{
	{"escape", func(v *Summary) string { return counted("refused: ", v.Refused) }, (*Summary).allowHosts},
	{"untrusted", func(v *Summary) string { return counted("TLS handshakes broken off: ", v.Untrusted) }, trust},
	{"no-request", func(v *Summary) string {
		if v.vendors() > 0 {
			return ""
		}
		return v.noRequest()
	}, (*Summary).reach},
	{
		"unfinished-report",
		func(v *Summary) string { return many(v.Did.Reports.Unfinished, "report", "never seen to end") }, nil,
	},
	{"unfetched-file", func(v *Summary) string { return many(v.Did.Files.Unfetched, "file", "never downloaded") }, nil},
	{"error", func(v *Summary) string { return many(v.Did.Errors, "request", "with an error response") }, nil},
	{"fault", func(v *Summary) string { return counted("met: ", v.Did.Faults) }, nil},
}

// Conditions returns the names of the conditions of --fail-on.
func Conditions() []string {
	var names []string
	for _, c := range conditions {
		names = append(names, c.name)
	}
	return names
}

// Check evaluates the conditions that were named.
func (v *Summary) Check(names []string) {
	for _, c := range conditions {
		if !slices.Contains(names, c.name) {
			continue
		}
		v.checked = append(v.checked, c.name)
		if why := c.holds(v); why != "" {
			failed := FailedCondition{Condition: c.name, Because: why}
			if c.remedy != nil {
				failed.Remedy = c.remedy(v)
			}
			v.Failed = append(v.Failed, failed)
		}
	}
}

// vendors returns the number of requests to the vendors' APIs, without the
// mock's own API.
func (v *Summary) vendors() int { return v.Did.Requests - v.Did.Surfaces["control"] }

// counted returns a text with names and their numbers, or "" for an empty map.
func counted(text string, m map[string]int) string {
	if len(m) == 0 {
		return ""
	}
	return text + Numbers(m)
}

// Numbers returns names with their numbers in a stable order, or "none".
func Numbers(m map[string]int) string {
	if len(m) == 0 {
		return "none"
	}
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(m)) {
		parts = append(parts, fmt.Sprintf("%s %d", name, m[name]))
	}
	return strings.Join(parts, ", ")
}

// many says that n things have a property, or "" for none.
func many(n int, noun, property string) string {
	switch n {
	case 0:
		return ""
	case 1:
		return "1 " + noun + " was " + property
	}
	return fmt.Sprintf("%d %ss were %s", n, noun, property)
}
