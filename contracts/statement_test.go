package contracts_test

import (
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/cases"
	"github.com/dailymock/dailymock/contracts/statement"
	"github.com/dailymock/dailymock/internal/source"
)

// TestEveryStatementIsCoveredOrListed wants each statement either in a case or in uncovered.md.
func TestEveryStatementIsCoveredOrListed(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("statement/uncovered.md")
	if err != nil {
		t.Fatal(err)
	}
	left := map[string]int{}
	row := regexp.MustCompile("(?m)^\\| `([a-z]+-[0-9.]+)` \\| .{10,} \\|$")
	for _, m := range row.FindAllStringSubmatch(string(text), -1) {
		left[m[1]]++
	}
	claimed := map[string]bool{}
	for _, c := range cases.All() {
		for _, id := range strings.Fields(c.States) {
			claimed[id] = true
		}
	}
	known := map[string]bool{}
	for _, s := range statement.All() {
		if known[s.ID] {
			t.Errorf("statements.txt has %s twice", s.ID)
		}
		known[s.ID] = true
		for _, key := range s.Sources {
			if _, ok := source.Lookup(key); !ok {
				t.Errorf("%s: unknown source %q, see internal/source/sources.yaml", s.ID, key)
			}
		}
		switch {
		case claimed[s.ID] && left[s.ID] > 0:
			t.Errorf("%s has a case and is in uncovered.md", s.ID)
		case !claimed[s.ID] && left[s.ID] != 1:
			t.Errorf("%s (%s) has no case, and %d lines in uncovered.md: %s", s.ID, s.Basis, left[s.ID], s.Text)
		}
	}
	for id := range left {
		if !known[id] {
			t.Errorf("uncovered.md lists %s, which is not a statement", id)
		}
	}
}

func TestKnownDifferencesAreOfCases(t *testing.T) {
	t.Parallel()
	for _, d := range contracts.Differences {
		if _, err := (contracts.Selection{IDs: []string{d.ID}}).Select(cases.All()); err != nil {
			t.Error(err)
		}
		if _, err := time.Parse(time.DateOnly, d.Since); err != nil || d.Reason == "" || d.On != "mock" && d.On != "real" {
			t.Errorf("%+v lacks a reason, a date, or where it is so", d)
		}
	}
}

// TestImports forbids imports of the mock, which the suite tests, and of testing, since the command imports the suite.
func TestImports(t *testing.T) {
	t.Parallel()
	var files []string
	for _, folder := range []string{".", "cases", "survey", "introspect", "shapes", "ledger", "provenance", "statement",
		"cleanup"} {
		found, err := filepath.Glob(folder + "/*.go")
		if err != nil || len(found) == 0 {
			t.Fatal(folder, found, err)
		}
		files = append(files, found...)
	}
	allowed := regexp.MustCompile(`^[a-z0-9/]+$|^github\.com/(stretchr/testify/(assert|require)|` +
		`google/jsonschema-go/jsonschema|vektah/gqlparser/v2/(ast|parser)|` +
		`dailymock/dailymock/(contracts(/(internal/)?[a-z]+)?|internal/(source|junit|packed)))$`)
	for _, file := range files {
		if strings.HasSuffix(file, "_test.go") {
			continue
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
		if err != nil {
			t.Fatal(err)
		}
		for _, i := range f.Imports {
			if path := strings.Trim(i.Path.Value, `"`); !allowed.MatchString(path) || path == "testing" {
				t.Errorf("%s imports %s", file, path)
			}
		}
	}
}

func TestCasesAreOrderlyAndMany(t *testing.T) {
	t.Parallel()
	cases := cases.All()
	if got := len(cases); got < 150 {
		t.Errorf("%d cases, want 150 at least", got)
	}
	form := regexp.MustCompile(`^[A-Z]+-\d{3}$`)
	titles := map[string]string{}
	for _, c := range cases {
		if !form.MatchString(c.ID) {
			t.Errorf("the id %q is not in the form of REPORTING-014", c.ID)
		}
		if other := titles[c.Title]; other != "" {
			t.Errorf("%s and %s have the same title", c.ID, other)
		}
		titles[c.Title] = c.ID
		if c.Title == "" || strings.HasSuffix(c.Title, ".") {
			t.Errorf("%s: the title %q is no sentence without a full stop", c.ID, c.Title)
		}
	}
}
