package contracts

import (
	_ "embed"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"strings"
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

// The parts of a JUnit file that readers agree on.
type (
	junitSuites struct {
		XMLName xml.Name     `xml:"testsuites"`
		Suites  []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Class   string    `xml:"classname,attr"`
		Name    string    `xml:"name,attr"`
		Time    string    `xml:"time,attr"`
		Failure *junitSay `xml:"failure"`
		Error   *junitSay `xml:"error"`
		Skipped *junitSay `xml:"skipped"`
	}
	junitSay struct {
		Message string `xml:"message,attr"`
		Text    string `xml:",chardata"`
	}
)

// JUnit writes findings as JUnit does: a suite for each surface. What is
// inconclusive is an error there, so that nobody takes it for a success; a probe
// that failed is skipped.
func (f *Findings) JUnit(w io.Writer) error {
	var all junitSuites
	for _, s := range Surfaces {
		suite := junitSuite{Name: "contract " + string(s)}
		for _, r := range f.Results {
			if r.Surface == s {
				suite.add(r)
			}
		}
		if suite.Tests > 0 {
			all.Suites = append(all.Suites, suite)
		}
	}
	b, err := xml.MarshalIndent(all, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, b)
	return err
}

func (s *junitSuite) add(r Result) {
	c := junitCase{Class: "contract." + string(r.Surface), Name: r.ID + " " + r.Title, Time: fmt.Sprintf("%.3f", r.Took.Seconds())}
	var text strings.Builder
	r.failure(&text)
	switch {
	case r.Outcome == Fail && r.Level != May:
		c.Failure = &junitSay{first(r), text.String()}
		s.Failures++
	case r.Outcome == Fail:
		c.Skipped = &junitSay{Message: "a probe did not hold: " + first(r)}
		s.Skipped++
	case r.Outcome == Inconclusive:
		c.Error = &junitSay{Message: r.Reason}
		s.Errors++
	case r.Outcome != Pass:
		c.Skipped = &junitSay{Message: r.Reason}
		s.Skipped++
	}
	s.Tests++
	s.Cases = append(s.Cases, c)
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
		if f.Came != "" {
			fmt.Fprintf(b, "\ncame:\n\n%s\n", fenced(f.Came))
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
