package docs_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dailymock/dailymock/internal/drift/docs"
)

func TestStatesAreKept(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "pages")
	state := func(name, text string, keepText bool) docs.State {
		page, err := docs.Read(name, []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return page.State("2026-11-28", keepText)
	}
	one := state("https://docs.example/limits?v=2", "# Limits\n\nA sentence of the page.\n", false)
	two := state("../../limits.md", "# Limits\n\nAnother sentence.\n", true)
	for _, s := range []docs.State{one, two, one} {
		if err := s.Write(folder); err != nil {
			t.Fatal(err)
		}
	}
	for _, want := range []docs.State{one, two} {
		got, err := docs.ReadState(folder, want.Page)
		if d := cmp.Diff(want, got); err != nil || d != "" {
			t.Errorf("state %v (-want +got):\n%s", err, d)
		}
	}
	if _, err := docs.ReadState(folder, "other.md"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("a page that was not read = %v", err)
	}
	files, err := os.ReadDir(folder)
	if err != nil || len(files) != 2 {
		t.Fatalf("files = %v, %v", files, err)
	}
	for _, f := range files {
		text, err := os.ReadFile(filepath.Join(folder, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), "A sentence of the page") {
			t.Errorf("%s has the text of the page:\n%s", f.Name(), text)
		}
	}
	// Two pages whose names differ in characters that file names lack.
	if err := state("https://docs.example/limits/v-2", "# x\n\ny\n", false).Write(folder); err != nil {
		t.Fatal(err)
	}
	if got, err := docs.ReadState(folder, one.Page); err != nil || got.Page != one.Page {
		t.Errorf("state = %v, %v", got, err)
	}
	for _, damaged := range []string{"page: [\n", "page: other.md\nread: 2026-11-28\nsections: []\n", "pages: 1\n"} {
		if err := os.WriteFile(filepath.Join(folder, files[0].Name()), []byte(damaged), 0o600); err != nil {
			t.Fatal(err)
		}
		_, first := docs.ReadState(folder, one.Page)
		_, second := docs.ReadState(folder, two.Page)
		if err := errors.Join(first, second); err == nil || !strings.Contains(err.Error(), files[0].Name()) {
			t.Errorf("%q = %v", damaged, err)
		}
	}
}

// TestBaselinesAreWhole reads the states that the mock comes with: each is listed in docs/drift.md, and has no text.
func TestBaselinesAreWhole(t *testing.T) {
	t.Parallel()
	manual, err := os.ReadFile("../../../docs/drift.md")
	if err != nil {
		t.Fatal(err)
	}
	pages := docs.BaselinePages()
	if len(pages) == 0 {
		t.Error("no page")
	}
	for _, page := range pages {
		s, err := docs.Baseline(page)
		if err != nil || len(s.Sections) < 4 || s.Tables == nil || !s.Flat {
			t.Errorf("%s: %+v, %v", page, s, err)
		}
		for _, section := range s.Sections {
			if section.Text != "" || len(section.Hash) != 16 {
				t.Errorf("%s: %+v", page, section)
			}
		}
		if !strings.Contains(string(manual), "- `"+page+"`") {
			t.Errorf("docs/drift.md does not list %s", page)
		}
	}
	if _, err := docs.Baseline("https://docs.example/"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("unknown page: %v", err)
	}
}

// TestHashesIgnoreHowTextIsRendered compares one text in two renderings, and with another text.
func TestHashesIgnoreHowTextIsRendered(t *testing.T) {
	t.Parallel()
	hash := func(text string) string {
		page, err := docs.Read("page", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return page.State("2026-11-28", false).Sections[0].Hash
	}
	one := hash("# Limits\n\n- two “reports”\n- 180 days\n")
	if two := hash("<html><h1>Limits</h1>• two \"reports\" <br>• 180 days</html>"); two != one {
		t.Errorf("the same text has the hashes %s and %s", one, two)
	}
	if three := hash("# Limits\n\n- two “reports”\n- 190 days\n"); three == one {
		t.Error("another number has the same hash")
	}
}
