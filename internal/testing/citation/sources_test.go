package citation_test

import (
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/source"
)

var update = flag.Bool("update", false, "write the lists of sources at the end of the fact sheets")

// TestSheetsListTheirSources compares the list at the end of each fact sheet with internal/source.
//
//go:generate go test -run ^TestSheetsListTheirSources$ . -update
func TestSheetsListTheirSources(t *testing.T) {
	t.Parallel()
	sheets, err := filepath.Glob(filepath.Join(root, "docs/spec/*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range sheets {
		if filepath.Base(path) == "README.md" {
			continue
		}
		text := read(t, path)
		facts, _, ok := strings.Cut(text, "## Sources\n")
		if !ok {
			t.Errorf("%s has no heading Sources", path)
			continue
		}
		want := facts + sources(t, path, facts)
		switch {
		case *update:
			if err := os.WriteFile(path, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		case text != want:
			t.Errorf(
				"%s: its list of sources differs from internal/source; go generate ./internal/testing/citation writes it",
				path,
			)
		}
	}
}

// sources returns the list of the sources that a sheet names as [key].
func sources(t *testing.T, path, facts string) string {
	t.Helper()
	var keys []string
	for _, m := range regexp.MustCompile(`\[([a-z0-9-]+)\](?:[^(\w]|$)`).FindAllStringSubmatch(facts, -1) {
		if _, ok := source.Lookup(m[1]); ok && !slices.Contains(keys, m[1]) {
			keys = append(keys, m[1])
		}
	}
	slices.Sort(keys)
	var rows, links strings.Builder
	for _, key := range keys {
		s, _ := source.Lookup(key)
		title, target := s.Title, "#sources"
		if s.Address != "" {
			title, target = "["+s.Title+"]("+s.Address+")", s.Address
		}
		rows.WriteString("| `" + key + "` | " + title + " | " + s.Date + " |\n")
		links.WriteString("[" + key + "]: " + target + "\n")
	}
	return "## Sources\n\n| source | title | date |\n| --- | --- | --- |\n" + rows.String() + "\n" + links.String()
}
