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

// A verdict is what is said of a client once it has ended.
type verdict struct {
	Client    string          `json:"client"` // its program, without arguments: they may hold secrets
	Status    int             `json:"exit_status"`
	Took      time.Duration   `json:"took_ns"`
	Speed     float64         `json:"speed"` // of the mock's clock
	Did       dailymock.Tally `json:"did"`
	Refused   map[string]int  `json:"refused"`   // requests to other hosts, by host
	Untrusted map[string]int  `json:"untrusted"` // TLS handshakes that the client broke off, by host
	Failed    []failing       `json:"failed"`    // conditions of --fail-on that hold

	judged []string // the conditions that were looked at
}

// A failing condition, and what makes it hold.
type failing struct {
	Condition string `json:"condition"`
	Because   string `json:"because"`
}

func (st *stage) verdict(args []string, status int, took time.Duration) *verdict {
	v := &verdict{Status: status, Took: took, Speed: st.mock.Clock().Speed, Did: st.mock.Tally(), Failed: []failing{}}
	if len(args) > 0 {
		v.Client = filepath.Base(args[0])
	}
	v.Refused, v.Untrusted = st.snubs.seen()
	return v
}

// conditions are what --fail-on may name. Each tells why it holds, or "".
var conditions = []struct {
	name  string
	holds func(*verdict) string
}{
	{"escape", func(v *verdict) string { return counted(v.Refused, "refused: %s") }},
	{"untrusted", func(v *verdict) string { return counted(v.Untrusted, "TLS handshakes broken off: %s") }},
	{"no-request", func(v *verdict) string {
		if v.vendors() > 0 {
			return ""
		}
		return "no request came; docs/run.md says which runtimes need help"
	}},
	{"unfinished-report", func(v *verdict) string { return many(v.Did.Reports.Unfinished, "never seen to end", "report") }},
	{"unfetched-file", func(v *verdict) string { return many(v.Did.Files.Unfetched, "never downloaded", "file") }},
	{"error", func(v *verdict) string { return many(v.Did.Errors, "answered with an error", "request") }},
	{"fault", func(v *verdict) string { return counted(v.Did.Faults, "met: %s") }},
}

func conditionNames() []string {
	var names []string
	for _, c := range conditions {
		names = append(names, c.name)
	}
	return names
}

// judge looks at the conditions that were named.
func (v *verdict) judge(names []string) {
	for _, c := range conditions {
		if !slices.Contains(names, c.name) {
			continue
		}
		v.judged = append(v.judged, c.name)
		if why := c.holds(v); why != "" {
			v.Failed = append(v.Failed, failing{c.name, why})
		}
	}
}

// vendors are the requests that were meant for a vendor, and not for the mock's
// own API.
func (v *verdict) vendors() int { return v.Did.Requests - v.Did.Surfaces["control"] }

// counted writes names with their numbers into a text, or "" for none.
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
