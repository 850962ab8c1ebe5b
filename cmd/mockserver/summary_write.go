package main

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// writeSummary writes the summary in the format of --output to --output-file, and
// as text to standard error. Without a file the format goes to standard error.
func (s *runSettings) writeSummary(cmd *cobra.Command, v *runSummary) error {
	write := map[string]func(*runSummary, io.Writer) error{"text": (*runSummary).text, "json": (*runSummary).json, "junit": (*runSummary).junit}[s.output]
	if s.outputFile == "" {
		return write(v, cmd.ErrOrStderr())
	}
	if err := v.text(cmd.ErrOrStderr()); err != nil {
		return err
	}
	f, err := os.Create(s.outputFile)
	if err != nil {
		return fmt.Errorf("output-file: %w", err)
	}
	err = write(v, f)
	if closed := f.Close(); err == nil {
		err = closed
	}
	return err
}

// text is for people: a line for each thing, and last what failed.
func (v *runSummary) text(w io.Writer) error {
	var b strings.Builder
	name := v.Client
	if name == "" {
		name = "clients"
	} else {
		name += fmt.Sprintf(" ended with %d", v.Status)
	}
	fmt.Fprintf(&b, "mockserver: %s after %s\n", name, round(v.Took))
	line := func(word, format string, args ...any) {
		fmt.Fprintf(&b, "  %-9s "+format+"\n", append([]any{word}, args...)...)
	}
	d := v.Did
	line("requests", "%d (%s), %d answered with an error", d.Requests, numbers(d.Surfaces), d.Errors)
	line("tokens", "%d taken", d.Tokens)
	line("reports", "%d asked for, %d polls, %d seen to end, %d unfinished", d.Reports.Asked, d.Reports.Polls, d.Reports.Ended, d.Reports.Unfinished)
	line("files", "%d downloads, %d offered and never downloaded", d.Files.Fetched, d.Files.Unfetched)
	line("waited", "%s between polls, %s by the mock's clock", round(d.WaitedReally), round(d.Waited))
	line("faults", "%s", numbers(d.Faults))
	line("refused", "%s", numbers(v.Refused))
	if len(v.Untrusted) > 0 {
		line("untrusted", "%s (the client does not know the certificate: docs/run.md)", numbers(v.Untrusted))
	}
	if v.vendors() == 0 {
		line("note", "no request came: does this runtime read the proxy variables? docs/run.md says")
	}
	for _, f := range v.Failed {
		line("FAILED", "%s: %s", f.Condition, f.Because)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// round leaves out what nobody reads.
func round(d time.Duration) time.Duration {
	if d < time.Second {
		return d.Round(time.Millisecond)
	}
	return d.Round(100 * time.Millisecond)
}

func (v *runSummary) json(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// The parts of a JUnit file that readers agree on.
type (
	junitSuite struct {
		XMLName  xml.Name    `xml:"testsuite"`
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Failures int         `xml:"failures,attr"`
		Time     string      `xml:"time,attr"`
		Cases    []junitCase `xml:"testcase"`
		Out      string      `xml:"system-out"`
	}
	junitCase struct {
		Class   string        `xml:"classname,attr"`
		Name    string        `xml:"name,attr"`
		Failure *junitFailure `xml:"failure"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
	}
)

// junit has one case for the exit status and one for each condition.
func (v *runSummary) junit(w io.Writer) error {
	suite := junitSuite{Name: "mockserver run", Time: fmt.Sprintf("%.3f", v.Took.Seconds())}
	add := func(name, because string) {
		c := junitCase{Class: "mockserver run", Name: name}
		if because != "" {
			c.Failure = &junitFailure{because}
			suite.Failures++
		}
		suite.Cases = append(suite.Cases, c)
		suite.Tests++
	}
	because := ""
	if v.Status != 0 {
		because = fmt.Sprintf("%s ended with %d", v.Client, v.Status)
	}
	add("exit status", because)
	for _, name := range v.checked {
		because = ""
		for _, f := range v.Failed {
			if f.Condition == name {
				because = f.Because
			}
		}
		add(name, because)
	}
	var text strings.Builder
	if err := v.text(&text); err != nil {
		return err
	}
	suite.Out = text.String()
	b, err := xml.MarshalIndent(suite, "", "  ")
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(w, "%s%s\n", xml.Header, b)
	return err
}
