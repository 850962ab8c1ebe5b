package drift_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/dailymock/dailymock/internal/drift"
)

var (
	removed = drift.Change{
		Rule:    "FIELD_REMOVED",
		Path:    "A.b",
		Class:   drift.Breaking,
		From:    "Int",
		Message: "field A.b is gone",
		Effects: []drift.Effect{{Operation: "Status", Impact: drift.Breaks}},
	}
	added = drift.Change{Rule: "FIELD_ADDED", Path: "A.c", Class: drift.Additive, To: "Int", Message: "field A.c is new",
		Effects: []drift.Effect{{Operation: "Status", Impact: drift.Safe}}}
	elsewhere = drift.Change{
		Rule:    "TYPE_REMOVED",
		Path:    "Z",
		Class:   drift.Breaking,
		Message: "type Z is gone",
		Effects: []drift.Effect{},
	}
)

func report(changes ...drift.Change) drift.Report {
	return drift.Report{Witness: "schema", From: "old", To: "new", Compared: 3, Changes: changes}
}

func TestExitCodes(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		report drift.Report
		want   int
	}{
		"nothing compared": {drift.Report{}, 3},
		"nothing changed":  {report(), 0},
		"additive":         {report(added), 0},
		"breaking":         {report(added, removed), 1},
		"stale":            {drift.Report{Compared: 1, Stale: []drift.UnmetKnown{{}}}, 1},
	} {
		if got := row.report.ExitCode(); got != row.want {
			t.Errorf("%s: exit code %d, want %d", name, got, row.want)
		}
	}
}

func TestSliceCountsTheRest(t *testing.T) {
	t.Parallel()
	r := report(removed, elsewhere, added)
	r.Slice()
	if len(r.Changes) != 2 || r.Outside[drift.Breaking] != 1 {
		t.Errorf("changes = %v, outside = %v", r.Changes, r.Outside)
	}
	if want := "1 breaking, 0 dangerous, 1 additive; 1 more touch none of your operations"; r.Summary() != want {
		t.Errorf("summary = %q, want %q", r.Summary(), want)
	}
}

func TestKnownSilencesAChangeUntilItChanges(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "known.yaml")
	now := time.Date(2026, 11, 28, 0, 0, 0, 0, time.UTC)
	known := func(fingerprint, until string) []drift.Known {
		text := "- change: FIELD_REMOVED A.b\n  fingerprint: \"" + fingerprint +
			"\"\n  reason: agreed\n  until: \"" + until + "\"\n"
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		list, err := drift.ReadKnown(file)
		if err != nil {
			t.Fatal(err)
		}
		return list
	}
	for name, row := range map[string]struct {
		known          []drift.Known
		changes, stale int
	}{
		"matches":          {known(removed.Fingerprint(), "2026-12-31"), 0, 0},
		"holds for ever":   {known(removed.Fingerprint(), ""), 0, 0},
		"expired":          {known(removed.Fingerprint(), "2026-11-27"), 1, 1},
		"changed again":    {known("000000000000", ""), 1, 1},
		"matches nothing ": {[]drift.Known{{Change: "FIELD_REMOVED A.x", Fingerprint: "0", Reason: "r"}}, 1, 1},
	} {
		r := report(removed)
		r.Accept(row.known, now)
		if len(r.Changes) != row.changes || len(r.Stale) != row.stale {
			t.Errorf(
				"%s: %d changes and %d stale entries, want %d and %d",
				name,
				len(r.Changes),
				len(r.Stale),
				row.changes,
				row.stale,
			)
		}
	}
}

func TestBadKnownFiles(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"- change: A b\n": "needs change, fingerprint and reason",
		"- change: A b\n  fingerprint: x\n  reason: r\n  until: soon\n":         "no day such as",
		"- change: A b\n  fingerprint: x\n  reason: r\n  utnil: \"2026-1-1\"\n": "utnil",
		"{": "known.yaml",
	} {
		file := filepath.Join(t.TempDir(), "known.yaml")
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := drift.ReadKnown(file); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q gives %v, want an error with %q", text, err, want)
		}
	}
}

func TestFormats(t *testing.T) {
	t.Parallel()
	hostile := removed
	hostile.Message = "field \x1b[31m<b>|A.b|` is gone\u202e"
	r := report(hostile, added)
	r.Unknown = []string{"what could not be seen"}
	r.Stale = []drift.UnmetKnown{{Known: drift.Known{Change: "A b"}, Why: "expired"}}
	written := map[drift.Format]string{}
	for _, f := range drift.Formats {
		var b bytes.Buffer
		if err := r.Write(&b, f); err != nil {
			t.Fatal(err)
		}
		written[f] = b.String()
	}
	for _, f := range []drift.Format{drift.Text, drift.JUnit, drift.Markdown} {
		if strings.ContainsAny(written[f], "\x1b\u202e") {
			t.Errorf("%s passes control characters on:\n%s", f, written[f])
		}
	}
	if strings.Contains(written[drift.Markdown], "<b>") {
		t.Errorf("Markdown passes HTML on:\n%s", written[drift.Markdown])
	}
	var suites struct {
		Suite struct {
			Tests    int `xml:"tests,attr"`
			Failures int `xml:"failures,attr"`
			Skipped  int `xml:"skipped,attr"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal(
		[]byte(written[drift.JUnit]),
		&suites,
	); err != nil || suites.Suite.Tests != 4 || suites.Suite.Failures != 2 ||
		suites.Suite.Skipped != 1 {
		t.Errorf("JUnit = %+v, %v", suites, err)
	}
	checkJSON(t, written[drift.JSON])
	if err := r.Write(&bytes.Buffer{}, "yaml"); err == nil {
		t.Error("an unknown format is taken")
	}
}

func checkJSON(t *testing.T, text string) {
	t.Helper()
	schema, err := jsonschema.UnmarshalJSON(bytes.NewReader(drift.Schema))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("report.json", schema); err != nil {
		t.Fatal(err)
	}
	compiled, err := c.Compile("report.json")
	if err != nil {
		t.Fatal(err)
	}
	var value any
	if err := json.Unmarshal([]byte(text), &value); err != nil {
		t.Fatal(err)
	}
	if err := compiled.Validate(value); err != nil {
		t.Errorf("JSON does not match its schema: %v\n%s", err, text)
	}
}
