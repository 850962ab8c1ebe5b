package known_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/cases"
	"github.com/dailymock/dailymock/contracts/known"
)

const duration = "GET /videos 200 list[] duration"

// read reads entries of a file of known differences.
func read(t *testing.T, text string) ([]contracts.Difference, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "known.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return known.Read(file, cases.All())
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"- {reason: r, until: 2026-12-31}":                                     "either case or where",
		"- {case: REST-001, where: GET /videos, reason: r, until: 2026-12-31}": "either case or where",
		"- {case: REST-999, reason: r, until: 2026-12-31}":                     "REST-999",
		"- {where: GET /videos, reason: r, until: someday}":                    "as a day",
	} {
		if _, err := read(t, text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v, want one with %q", text, err, want)
		}
	}
}

func TestApply(t *testing.T) {
	t.Parallel()
	entries, err := read(t, "- {case: REST-001, reason: r, until: 2026-12-31}\n"+
		"- {where: '"+duration+"', reason: milliseconds, until: 2026-12-31}\n")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct {
		now     string
		changed []string
		want    []string // what is left, by its place
		news    int
		status  int
	}{
		"accepted":      {"2026-12-31", []string{duration}, nil, 1, contracts.StatusInconclusive},
		"expired":       {"2027-01-01", []string{duration}, []string{duration}, 0, contracts.StatusFailed},
		"not met":       {"2026-12-01", nil, []string{duration}, 0, contracts.StatusFailed},
		"another place": {"2026-12-01", []string{"GET /me", duration}, []string{"GET /me"}, 1, contracts.StatusFailed},
	} {
		f := &contracts.Findings{}
		for _, where := range c.changed {
			f.Changed = append(f.Changed, contracts.Changed{Where: where, What: where + " changed"})
		}
		now, err := time.Parse(time.DateOnly, c.now)
		if err != nil {
			t.Fatal(err)
		}
		known.Apply(f, entries, now)
		var left []string
		for _, one := range f.Changed {
			left = append(left, one.Where)
		}
		if !slices.Equal(left, c.want) || len(f.Information) != c.news || f.Status() != c.status {
			t.Errorf("%s: left %q, information %q, status %d", name, left, f.Information, f.Status())
		}
	}
}
