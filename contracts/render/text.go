// Package render writes the findings of the contract suite as text, Markdown, JSON and JUnit XML.
package render

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock/contracts"
)

// Text writes findings as text: each failure in detail, the inconclusive and skipped cases, and the counts. Verbose
// adds a line for each case.
func Text(w io.Writer, f *contracts.Findings, verbose bool) error {
	var b strings.Builder
	if verbose {
		for _, r := range f.Results {
			fmt.Fprintln(&b, r.Line())
		}
		b.WriteByte('\n')
	}
	shown := map[string]bool{}
	for _, r := range f.Results {
		if r.Outcome == contracts.Fail && !shown[r.Cause] {
			shown[r.Cause] = r.Cause != ""
			failure(&b, f, r)
		}
	}
	for _, l := range f.Lost {
		fmt.Fprintf(&b, "LOST %s %s: had a result on %s, now: %s\n", l.ID, l.Title, l.Last.Format(time.DateOnly), l.Reason)
	}
	for _, c := range f.Changed {
		changed(&b, c)
	}
	for _, line := range information(f) {
		fmt.Fprintf(&b, "information: %s\n", line)
	}
	reasons(&b, f, contracts.Expected)
	reasons(&b, f, contracts.Inconclusive)
	reasons(&b, f, contracts.Skipped)
	b.WriteString(f.Summary() + "\n")
	_, err := io.WriteString(w, b.String())
	return err
}

// changed writes what differs from earlier runs.
func changed(b *strings.Builder, c contracts.Changed) {
	fmt.Fprintf(b, "CHANGED (%s) %s\n", c.Class, c.What)
	part(b, "where", c.Where)
	if !c.Since.IsZero() {
		part(b, "since", "a run after "+c.Since.Format(time.DateOnly)+", which saw otherwise")
	}
	part(b, "cases", strings.Join(c.Cases, " "))
	part(b, "advice", c.Advice)
}

// failure writes a failed result, together with those of the same cause.
func failure(b *strings.Builder, f *contracts.Findings, r contracts.Result) {
	if same := f.Blocked(r.Cause); len(same) > 1 {
		fmt.Fprintf(b, "FAIL %s: %d cases could not run\n", r.Cause, len(same))
		part(b, "cases", strings.Join(same, " "))
	} else {
		fmt.Fprintf(b, "FAIL %s (%s, %s) %s\n", r.ID, r.Level, r.Basis, r.Title)
	}
	if !r.LastPassed.IsZero() {
		part(b, "since", "a run after "+r.LastPassed.Format(time.DateOnly)+", when it passed")
	}
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

// part writes a label and a text, with all lines of the text aligned.
func part(b *strings.Builder, label, text string) {
	if text == "" {
		return
	}
	fmt.Fprintf(b, "  %-9s %s\n", label, strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n            "))
}

// reasons writes the reasons of the cases with an outcome, grouped by reason.
func reasons(b *strings.Builder, f *contracts.Findings, o contracts.Outcome) {
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

// information returns the additions and deprecations without duplicates.
func information(f *contracts.Findings) []string {
	all := slices.Clone(f.Information)
	for _, r := range f.Results {
		for _, line := range r.Information {
			if !slices.Contains(all, line) {
				all = append(all, line)
			}
		}
	}
	return all
}
