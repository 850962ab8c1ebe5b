package contracts

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"github.com/dailymock/dailymock/internal/junit"
)

// FindingsSchema is the JSON Schema of Findings as JSON.
//
//go:embed findings.schema.json
var FindingsSchema []byte

// JSON writes findings for programs; FindingsSchema describes the form.
func (f *Findings) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(f)
}

// JUnit writes a suite for each surface. An inconclusive case is an error there, so that it does not look like a success;
// a probe that failed is skipped.
func (f *Findings) JUnit(w io.Writer) error {
	var suites []junit.Suite
	for _, surface := range Surfaces {
		suite := junit.Suite{Name: "contract " + string(surface)}
		for _, r := range f.Results {
			if r.Surface == surface {
				suite.Cases = append(suite.Cases, r.junit())
			}
		}
		if len(suite.Cases) > 0 {
			suites = append(suites, suite)
		}
	}
	return junit.Write(w, suites...)
}

func (r Result) junit() junit.Case {
	c := junit.Case{Class: "contract." + string(r.Surface), Name: r.ID + " " + r.Title, Seconds: r.Took.Seconds()}
	switch {
	case r.Outcome == Fail && r.Level != May:
		var text strings.Builder
		r.failure(&text)
		c.Failure = &junit.Message{Line: first(r), Text: text.String()}
	case r.Outcome == Fail:
		c.Skipped = &junit.Message{Line: "a probe did not hold: " + first(r)}
	case r.Outcome == Inconclusive:
		c.Error = &junit.Message{Line: r.Reason}
	case r.Outcome != Pass:
		c.Skipped = &junit.Message{Line: r.Reason}
	}
	return c
}

// first is the first line of the first failure.
func first(r Result) string {
	if len(r.Failures) == 0 {
		return r.Reason
	}
	line, _, _ := strings.Cut(r.Failures[0].Expected, "\n")
	return line
}

// Markdown writes findings as the summary of a job: sums, failures, and what
// stayed open.
func (f *Findings) Markdown(w io.Writer) error {
	var b strings.Builder
	fmt.Fprintf(&b, "## Contracts: %s\n\n%s\n\n", inline(f.Target), inline(f.Summary()))
	b.WriteString("| surface | pass | fail | expected failure | skipped | inconclusive |\n|---|---|---|---|---|---|\n")
	for _, s := range Surfaces {
		n := map[Outcome]int{}
		total := 0
		for _, r := range f.Results {
			if r.Surface == s {
				n[r.Outcome]++
				total++
			}
		}
		if total > 0 {
			fmt.Fprintf(&b, "| %s | %d | %d | %d | %d | %d |\n", s, n[Pass], n[Fail], n[Expected], n[Skipped], n[Inconclusive])
		}
	}
	for _, r := range f.Results {
		if r.Outcome == Fail {
			r.markdown(&b)
		}
	}
	for _, o := range []Outcome{Inconclusive, Expected} {
		if f.Counts[o] > 0 {
			fmt.Fprintf(&b, "\n### %s\n\n", o)
		}
		for _, r := range f.Results {
			if r.Outcome == o {
				fmt.Fprintf(&b, "- %s %s: %s\n", r.ID, inline(r.Title), inline(r.Reason))
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (r Result) markdown(b *strings.Builder) {
	fmt.Fprintf(b, "\n### ❌ %s %s\n\n%s, %s, %s\n", r.ID, inline(r.Title), r.Level, r.Basis, inline(r.Source))
	for _, f := range r.Failures {
		fmt.Fprintf(b, "\n%s\n", fenced(strings.TrimPrefix(f.Expected, r.Title+": ")))
		if f.Got != "" {
			fmt.Fprintf(b, "\ngot:\n\n%s\n", fenced(f.Got))
		}
		if f.Curl != "" {
			fmt.Fprintf(b, "\n%s\n", fenced(f.Curl))
		}
	}
}

// inline keeps a text from being taken for Markdown or HTML.
func inline(s string) string {
	return strings.NewReplacer("\n", " ", "|", `\|`, "<", "&lt;", "*", `\*`, "_", `\_`, "`", "\\`").Replace(s)
}

// fenced is a block of text whose fence the text cannot end.
func fenced(s string) string {
	fence := "```"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	return fence + "text\n" + strings.TrimSpace(s) + "\n" + fence
}
