package render

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/internal/junit"
)

// FindingsSchema holds the JSON Schema of the output of JSON.
//
//go:embed findings.schema.json
var FindingsSchema []byte

// JSON writes findings as JSON, in the format of FindingsSchema.
func JSON(w io.Writer, f *contracts.Findings) error {
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(f)
}

// JUnit writes findings as JUnit XML, with a suite for each surface and one for what differs from earlier runs. An
// inconclusive case becomes an error, so that it does not count as a success. A probe that failed becomes skipped.
func JUnit(w io.Writer, f *contracts.Findings) error {
	var suites []junit.Suite
	for _, surface := range contracts.Surfaces {
		suite := junit.Suite{Name: "contract " + string(surface)}
		for _, r := range f.Results {
			if r.Surface == surface {
				suite.Cases = append(suite.Cases, junitCase(r))
			}
		}
		if len(suite.Cases) > 0 {
			suites = append(suites, suite)
		}
	}
	if changes := junitChanges(f); len(changes.Cases) > 0 {
		suites = append(suites, changes)
	}
	return junit.Write(w, suites...)
}

// junitChanges returns a suite of what differs from earlier runs.
func junitChanges(f *contracts.Findings) junit.Suite {
	suite := junit.Suite{Name: "contract changes"}
	for _, l := range f.Lost {
		suite.Cases = append(suite.Cases, junit.Case{Class: "contract.lost", Name: l.ID + " " + l.Title,
			Failure: &junit.Message{Line: "had a result on " + l.Last.Format(time.DateOnly) + ", now: " + l.Reason}})
	}
	for _, c := range f.Changed {
		var text strings.Builder
		changed(&text, c)
		suite.Cases = append(suite.Cases, junit.Case{Class: "contract.changed", Name: c.Where,
			Failure: &junit.Message{Line: c.What, Text: text.String()}})
	}
	return suite
}

func junitCase(r contracts.Result) junit.Case {
	c := junit.Case{Class: "contract." + string(r.Surface), Name: r.ID + " " + r.Title, Seconds: r.Took.Seconds()}
	switch {
	case r.Outcome == contracts.Fail && r.Level != contracts.May:
		var text strings.Builder
		failure(&text, &contracts.Findings{}, r)
		c.Failure = &junit.Message{Line: first(r), Text: text.String()}
	case r.Outcome == contracts.Fail:
		c.Skipped = &junit.Message{Line: "probe failed: " + first(r)}
	case r.Outcome == contracts.Inconclusive:
		c.Error = &junit.Message{Line: r.Reason}
	case r.Outcome != contracts.Pass:
		c.Skipped = &junit.Message{Line: r.Reason}
	}
	return c
}

// first returns the first line of the first failure.
func first(r contracts.Result) string {
	if len(r.Failures) == 0 {
		return r.Reason
	}
	line, _, _ := strings.Cut(r.Failures[0].Expected, "\n")
	return line
}

// Markdown writes findings as the summary of a CI job: counts, failures and inconclusive cases.
func Markdown(w io.Writer, f *contracts.Findings) error {
	var b strings.Builder
	fmt.Fprintf(&b, "## Contracts: %s\n\n%s\n\n", inline(f.Target), inline(f.Summary()))
	b.WriteString("| surface | pass | fail | expected failure | skipped | inconclusive |\n" +
		"|---|---|---|---|---|---|\n")
	for _, s := range contracts.Surfaces {
		n := map[contracts.Outcome]int{}
		total := 0
		for _, r := range f.Results {
			if r.Surface == s {
				n[r.Outcome]++
				total++
			}
		}
		if total > 0 {
			fmt.Fprintf(&b, "| %s | %d | %d | %d | %d | %d |\n", s, n[contracts.Pass], n[contracts.Fail], n[contracts.Expected],
				n[contracts.Skipped], n[contracts.Inconclusive])
		}
	}
	shown := map[string]bool{}
	for _, r := range f.Results {
		if r.Outcome == contracts.Fail && !shown[r.Cause] {
			shown[r.Cause] = r.Cause != ""
			markdown(&b, f, r)
		}
	}
	for _, l := range f.Lost {
		fmt.Fprintf(&b, "\n### ❌ %s lost: %s\n\nlast result %s, now: %s\n", l.ID, inline(l.Title),
			l.Last.Format(time.DateOnly), inline(l.Reason))
	}
	for _, c := range f.Changed {
		fmt.Fprintf(&b, "\n### ❌ changed (%s): %s\n\n%s\n\n%s\n", c.Class, inline(c.What), inline(c.Advice),
			strings.Join(c.Cases, " "))
	}
	if news := information(f); len(news) > 0 {
		fmt.Fprintf(&b, "\n### information\n\n- %s\n", strings.Join(news, "\n- "))
	}
	for _, o := range []contracts.Outcome{contracts.Inconclusive, contracts.Expected} {
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

// markdown writes one failed result.
func markdown(b *strings.Builder, f *contracts.Findings, r contracts.Result) {
	if same := f.Blocked(r.Cause); len(same) > 1 {
		fmt.Fprintf(b, "\n%s: %d cases could not run: %s\n", inline(r.Cause), len(same), strings.Join(same, " "))
	}
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

// inline escapes the Markdown and HTML in a text.
func inline(s string) string {
	return strings.NewReplacer("\n", " ", "|", `\|`, "<", "&lt;", "*", `\*`, "_", `\_`, "`", "\\`").Replace(s)
}

// fenced returns a Markdown code block, with a fence longer than any in the text.
func fenced(s string) string {
	fence := "```"
	for strings.Contains(s, fence) {
		fence += "`"
	}
	return fence + "text\n" + strings.TrimSpace(s) + "\n" + fence
}
