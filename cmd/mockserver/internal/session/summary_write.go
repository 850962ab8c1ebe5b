package session

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/dailymock/dailymock/internal/junit"
)

// Format returns the method that writes the summary as "text", "json" or
// "junit".
func (v *Summary) Format(name string) func(io.Writer) error {
	return map[string]func(io.Writer) error{"text": v.Text, "json": v.JSON, "junit": v.JUnit}[name]
}

// Text writes a line for each kind of event, and last the conditions that hold.
func (v *Summary) Text(w io.Writer) error {
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
	line("requests", "%d (%s), %d with an error response", d.Requests, Numbers(d.Surfaces), d.Errors)
	line("tokens", "%d taken", d.Tokens)
	line("reports", "%d asked for, %d polls, %d seen to end, %d unfinished",
		d.Reports.Asked, d.Reports.Polls, d.Reports.Ended, d.Reports.Unfinished)
	line("files", "%d downloads, %d offered and never downloaded", d.Files.Fetched, d.Files.Unfetched)
	line("waited", "%s between polls, %s by the mock's clock", round(d.WaitedReally), round(d.Waited))
	line("faults", "%s", Numbers(d.Faults))
	for _, f := range v.Failures {
		line("failed", "%s", f)
	}
	if listed := len(v.Failures); listed == maxFailures {
		line("failed", "and perhaps more; %d requests had an error response", d.Errors)
	}
	line("refused", "%s", Numbers(v.Refused))
	if len(v.Untrusted) > 0 {
		line("untrusted", "%s (the client does not trust the certificate; see docs/run.md)", Numbers(v.Untrusted))
	}
	if v.vendors() == 0 {
		line("note", "%s", v.noRequest())
	}
	for _, f := range v.Failed {
		line("FAILED", "%s: %s", f.Condition, f.Because)
		if f.Remedy != "" {
			line("", "%s", f.Remedy)
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// round rounds a duration for people.
func round(d time.Duration) time.Duration {
	if d < time.Second {
		return d.Round(time.Millisecond)
	}
	return d.Round(100 * time.Millisecond)
}

// JSON writes the summary for programs.
func (v *Summary) JSON(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

// Line writes the summary as one line of JSON, for a standard error of such lines.
func (v *Summary) Line(w io.Writer) error { return json.NewEncoder(w).Encode(v) }

// JUnit writes a case for the exit status and one for each condition.
func (v *Summary) JUnit(w io.Writer) error {
	suite := junit.Suite{Name: "mockserver run"}
	add := func(name, because string) {
		c := junit.Case{Class: "mockserver run", Name: name}
		if because != "" {
			c.Failure = &junit.Message{Line: because}
		}
		suite.Cases = append(suite.Cases, c)
	}
	status := ""
	if v.Status != 0 {
		status = fmt.Sprintf("%s ended with %d", v.Client, v.Status)
	}
	add("exit status", status)
	suite.Cases[0].Seconds = v.Took.Seconds()
	for _, name := range v.checked {
		because := ""
		if i := slices.IndexFunc(v.Failed, func(f FailedCondition) bool { return f.Condition == name }); i >= 0 {
			because = v.Failed[i].Because
			if remedy := v.Failed[i].Remedy; remedy != "" {
				because += "; " + remedy
			}
		}
		add(name, because)
	}
	var text strings.Builder
	if err := v.Text(&text); err != nil {
		return err
	}
	suite.Output = text.String()
	return junit.Write(w, suite)
}
