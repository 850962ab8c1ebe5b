package contracts

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// Text writes findings for people: what failed, with all that is needed to see
// why, what is open, and the sums. Verbose adds a line for each case.
func (f *Findings) Text(w io.Writer, verbose bool) error {
	var b strings.Builder
	if verbose {
		for _, r := range f.Results {
			fmt.Fprintln(&b, r.Line())
		}
		b.WriteByte('\n')
	}
	for _, r := range f.Results {
		if r.Outcome == Fail {
			r.failure(&b)
		}
	}
	f.reasons(&b, Expected)
	f.reasons(&b, Inconclusive)
	f.reasons(&b, Skipped)
	b.WriteString(f.Summary() + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// Line is a result in one line.
func (r Result) Line() string {
	line := fmt.Sprintf("%-16s %s  %s", r.Outcome, r.ID, r.Title)
	if r.Reason != "" {
		line += ": " + r.Reason
	}
	return line
}

func (r Result) failure(b *strings.Builder) {
	fmt.Fprintf(b, "FAIL %s (%s, %s) %s\n", r.ID, r.Level, r.Basis, r.Title)
	for _, f := range r.Failures {
		part(b, "expected", strings.TrimPrefix(f.Expected, r.Title+": "))
		part(b, "got", f.Got)
		part(b, "source", f.Source)
		part(b, "curl", f.Curl)
	}
	for _, n := range r.Notes {
		part(b, "note", n)
	}
	b.WriteByte('\n')
}

// part writes a labelled text, its further lines indented like the first.
func part(b *strings.Builder, label, text string) {
	if text == "" {
		return
	}
	fmt.Fprintf(b, "  %-9s %s\n", label, strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n            "))
}

// reasons writes why cases ended in a certain way, those with the same reason
// together.
func (f *Findings) reasons(b *strings.Builder, o Outcome) {
	var order []string
	ids := map[string][]string{}
	for _, r := range f.Results {
		if r.Outcome == o {
			if ids[r.Reason] == nil {
				order = append(order, r.Reason)
			}
			ids[r.Reason] = append(ids[r.Reason], r.ID)
		}
	}
	for _, reason := range order {
		fmt.Fprintf(b, "%s: %s\n  %s\n", o, reason, strings.Join(ids[reason], " "))
	}
}

// Summary is one line for the whole run.
func (f *Findings) Summary() string {
	var parts []string
	for _, o := range Outcomes {
		if n := f.Counts[o]; n > 0 || o == Pass || o == Fail {
			parts = append(parts, fmt.Sprintf("%d %s", n, o))
		}
	}
	kind := "not the real thing"
	switch {
	case f.Mock:
		kind = "a mock"
	case f.Real:
		kind = "the real thing"
	}
	return fmt.Sprintf("%s (%s): %s; %d requests in %s", f.Target, kind, strings.Join(parts, ", "), f.Requests, f.Took.Round(time.Millisecond))
}
