// Package citation checks that each citation of a fact sheet and each link between documents leads somewhere. It has
// only
// tests.
package citation_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const root = "../../.."

// texts are the kinds of files that may cite a sheet.
var texts = []string{
	".go",
	".md",
	".yaml",
	".yml",
	".json",
	".graphqls",
	".graphql",
	".txt",
	".txtar",
	".js",
	".html",
	".sh",
	".py",
}

var (
	citation = regexp.MustCompile(`docs/spec/([a-z0-9-]+\.(?:md|json|yaml))(#[a-z0-9_-]+)?`)
	link     = regexp.MustCompile(`\]\(([^)\s]*)\)`)
	fence    = regexp.MustCompile("(?ms)^ *```.*?^ *```")
)

// files returns the paths of all texts of the repository.
func files(t *testing.T) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case d.IsDir() && (d.Name() == ".git" || d.Name() == "node_modules"):
			return fs.SkipDir
		case !d.IsDir() && slices.Contains(texts, filepath.Ext(path)):
			all = append(all, path)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// anchors returns the anchors that GitHub gives the headings of a Markdown file.
func anchors(t *testing.T, path string) map[string]bool {
	t.Helper()
	all := map[string]bool{}
	heading := regexp.MustCompile(`(?m)^#{1,6} +(.*?) *$`)
	drop := regexp.MustCompile(`[^\p{L}\p{N}_ -]`)
	for _, m := range heading.FindAllStringSubmatch(fence.ReplaceAllString(read(t, path), ""), -1) {
		name := strings.ReplaceAll(drop.ReplaceAllString(strings.ToLower(m[1]), ""), " ", "-")
		if all[name] {
			name += "-1"
		}
		all[name] = true
	}
	return all
}

func TestCitationsLeadToHeadings(t *testing.T) {
	t.Parallel()
	headings := map[string]map[string]bool{}
	found := 0
	for _, path := range files(t) {
		for _, m := range citation.FindAllStringSubmatch(read(t, path), -1) {
			sheet, anchor := filepath.Join(root, "docs/spec", m[1]), strings.TrimPrefix(m[2], "#")
			found++
			if _, err := os.Stat(sheet); err != nil {
				t.Errorf("%s cites %s, which does not exist", path, m[0])
				continue
			}
			if headings[sheet] == nil {
				headings[sheet] = anchors(t, sheet)
			}
			if anchor != "" && !headings[sheet][anchor] {
				t.Errorf("%s cites %s: no such heading", path, m[0])
			}
		}
	}
	if found < 300 {
		t.Errorf("%d citations found, want at least 300", found)
	}
}

// TestLinksOfDocuments follows each relative link in a Markdown file.
func TestLinksOfDocuments(t *testing.T) {
	t.Parallel()
	for _, path := range files(t) {
		if filepath.Ext(path) != ".md" {
			continue
		}
		for _, m := range link.FindAllStringSubmatch(fence.ReplaceAllString(read(t, path), ""), -1) {
			if strings.Contains(m[1], "://") || strings.HasPrefix(m[1], "mailto:") {
				continue
			}
			file, anchor, _ := strings.Cut(m[1], "#")
			target := path
			if file != "" {
				target = filepath.Join(filepath.Dir(path), file)
			}
			if _, err := os.Stat(target); err != nil {
				t.Errorf("%s links to %s, which does not exist", path, m[1])
			} else if anchor != "" && filepath.Ext(target) == ".md" && !anchors(t, target)[anchor] {
				t.Errorf("%s links to %s: no such heading", path, m[1])
			}
		}
	}
}

// TestIndexListsEachDocument wants every page in docs in docs/README.md.
func TestIndexListsEachDocument(t *testing.T) {
	t.Parallel()
	index := read(t, filepath.Join(root, "docs/README.md"))
	pages, err := filepath.Glob(filepath.Join(root, "docs/*.md"))
	if err != nil {
		t.Fatal(err)
	}
	for _, page := range pages {
		if name := filepath.Base(page); name != "README.md" && !strings.Contains(index, "("+name+")") {
			t.Errorf("docs/README.md does not list %s", name)
		}
	}
}
