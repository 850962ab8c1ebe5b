package docs_test

import (
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/dailymock/dailymock/internal/drift/docs"
)

var known = []string{"VIEWS", "FILL_RATE", "UPLOADS", "TIME_WATCHED_SECONDS", "DAY", "MONTH", "VIDEO_ID"}

func read(t *testing.T, file string) docs.Page {
	t.Helper()
	text, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	page, err := docs.Read(file, text)
	if err != nil {
		t.Fatal(err)
	}
	return page
}

func TestMarkdownTables(t *testing.T) {
	t.Parallel()
	want := docs.Lists{
		Metrics: []string{"VIEWS", "FILL_RATE", "BRAND_NEW"}, Dimensions: []string{"DAY", "MONTH"},
		Filters: []string{"channelSlug"}, Products: []string{"CONTENT", "EMBED"},
	}
	if d := cmp.Diff(want, read(t, "reference.md").Tables(known)); d != "" {
		t.Errorf("tables (-want +got):\n%s", d)
	}
}

func TestHTMLMatrix(t *testing.T) {
	t.Parallel()
	want := docs.Lists{Matrix: map[string][]string{
		"VIEWS": {"DAY", "MONTH", "VIDEO_ID"}, "FILL_RATE": {"DAY", "MONTH", "VIDEO_ID"},
		"UPLOADS": {"DAY", "MONTH"}, "TIME_WATCHED_SECONDS": {"DAY", "MONTH"},
	}}
	if d := cmp.Diff(want, read(t, "matrix.html").Tables(known)); d != "" {
		t.Errorf("tables (-want +got):\n%s", d)
	}
}

func TestTickedMatrix(t *testing.T) {
	t.Parallel()
	page, err := docs.Read(
		"ticks.md",
		[]byte("| Dimensions | VIEWS | UPLOADS |\n|---|---|---|\n| DAY | ✓ | ✓ |\n| VIDEO_ID | ✓ | ✗ |\n| MONTH | | yes |\n"),
	)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string][]string{"VIEWS": {"DAY", "VIDEO_ID"}, "UPLOADS": {"DAY", "MONTH"}}
	if d := cmp.Diff(want, page.Tables(known).Matrix); d != "" {
		t.Errorf("matrix (-want +got):\n%s", d)
	}
}

func TestCompareWithEdition(t *testing.T) {
	t.Parallel()
	edition := docs.Edition{Name: "2026", Lists: docs.Lists{
		Metrics: []string{"VIEWS", "FILL_RATE", "UPLOADS"}, Dimensions: []string{"DAY", "MONTH"},
		Filters: []string{"channelSlug"}, Products: []string{"CONTENT", "EMBED"},
		Matrix: map[string][]string{"VIEWS": {"DAY", "HOUR"}, "UPLOADS": {"DAY", "MONTH"}},
	}}
	lists := read(t, "reference.md").Tables(known)
	lists.Add(read(t, "matrix.html").Tables(known))
	var got []string
	for _, c := range docs.Compare("pages", lists, edition) {
		got = append(got, fmt.Sprintf("%s %s", c.Class, c.ID()))
	}
	want := []string{
		"breaking METRIC_REMOVED UPLOADS", "additive METRIC_ADDED BRAND_NEW",
		"breaking COMBINATION_REMOVED VIEWS", "additive COMBINATION_ADDED VIEWS",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("changes (-want +got):\n%s", d)
	}
}

func TestPageWithoutTablesIsAFinding(t *testing.T) {
	t.Parallel()
	page, err := docs.Read("moved.md", []byte("# Moved\n\nThe reference is elsewhere now.\n"))
	if err != nil {
		t.Fatal(err)
	}
	changes := docs.Compare(page.Name, page.Tables(known), docs.Edition{Name: "2026"})
	if len(changes) != 1 || changes[0].ID() != "TABLES_NOT_FOUND moved.md" {
		t.Errorf("changes = %v", changes)
	}
}

func TestSections(t *testing.T) {
	t.Parallel()
	page := func(text string) docs.State {
		p, err := docs.Read("page.md", []byte(text))
		if err != nil {
			t.Fatal(err)
		}
		return p.State("2026-11-28", false)
	}
	before := page("# Limits\n\nTwo at once.\n\n## Example\n\none\n\n## Example\n\ntwo\n\n## Old\n\ngone soon\n")
	after := page("# Limits\n\nThree  at once.\n\n## Example\n\none\n\n## Example\n\n*two*\n\n## New\n\nhere\n")
	var got []string
	for _, c := range docs.CompareStates(before, after) {
		got = append(got, fmt.Sprintf("%s %s", c.Class, c.ID()))
	}
	want := []string{
		"dangerous SECTION_CHANGED page.md#Limits", "additive SECTION_ADDED page.md#Limits › New",
		"dangerous SECTION_REMOVED page.md#Limits › Old",
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("changes (-want +got):\n%s", d)
	}
	for _, s := range before.Sections {
		if s.Text != "" {
			t.Errorf("section %q is kept with its text", s.Heading)
		}
	}
}

func TestMarkdownAndHTMLOfOnePageAgree(t *testing.T) {
	t.Parallel()
	md, err := docs.Read("p", []byte("# One\n\nSome “text”, with `code`.\n\n| A | B |\n|---|---|\n| 1 | 2 |\n"))
	if err != nil {
		t.Fatal(err)
	}
	page, err := docs.Read(
		"p",
		[]byte("<!DOCTYPE html><body><article><h1>One</h1><p>Some \"text\", with <code>code</code>.</p>"+
			"<table><thead><tr><th>A</th><th>B</th></tr></thead><tbody><tr><td>1</td><td>2</td></tr></tbody></table></"+
			"article></body>"),
	)
	if err != nil {
		t.Fatal(err)
	}
	if changes := docs.CompareStates(md.State("", false), page.State("", false)); len(changes) > 0 {
		t.Errorf("changes = %v\n%+v\n%+v", changes, md, page)
	}
}

func TestBadPages(t *testing.T) {
	t.Parallel()
	if _, err := docs.Read(
		"empty.html",
		[]byte("<!DOCTYPE html><html><body><script>render()</script></body></html>"),
	); !errors.Is(
		err,
		docs.ErrNoText,
	) {
		t.Errorf("a page without text gives %v", err)
	}
	for name, text := range map[string]string{
		"deep HTML":     "<html>" + strings.Repeat("<div>", 100_000),
		"deep Markdown": strings.Repeat("> ", 20_000) + "x",
		"many brackets": strings.Repeat("[", 100_000),
		"a long name": "| Metrics | Supported dimensions |\n|---|---|\n| VIEWS | " + strings.Repeat("VIEWS",
			50_000) + "X |\n",
		"binary": "\x00\xff\xfe",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if page, err := docs.Read(name, []byte(text)); err == nil {
				page.Tables(known)
			}
		})
	}
}

func TestEditionYAML(t *testing.T) {
	t.Parallel()
	lists := read(t, "matrix.html").Tables(known)
	got, err := docs.EditionYAML("2027", []string{"matrix.html"}, lists, docs.Edition{Name: "2026", Limits: []docs.Limit{
		{Name: "days", Value: "180", Sources: []string{"v0-limits"}},
	}})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`edition: "2027"`, "- FILL_RATE\n", "allowed:\n", "basis: ASSUMED\n", "as in edition 2026",
	} {
		if !strings.Contains(string(got), want) {
			t.Errorf("edition lacks %q:\n%s", want, got)
		}
	}
}
