// Package docs reads the vendor's documentation pages, Markdown or HTML, and says
// what changed in them: the tables of metrics, dimensions, filters and products and
// the compatibility matrix against an edition, and all other text by section.
//
//	page, err := docs.Read("matrix.md", text)
//	changes := docs.Compare(page.Tables(names), edition)
package docs

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	htmlrenderer "github.com/yuin/goldmark/renderer/html"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const maxBytes = 8 << 20 // of one page

// ErrNoText reports that a page has no text, as pages have that a script fills in.
var ErrNoText = errors.New("the page has no text")

// A Page is a documentation page in sections.
type Page struct {
	Name     string
	Sections []Section
}

// A Section is a heading with the text and the tables up to the next heading.
// The first section of a page has no heading if the page begins with text.
type Section struct {
	Heading string  // with those above it: "Reporting metrics › Audience data"
	Text    string  // white space folded, tables included
	Tables  []Table // in order
}

// A Table is what a page shows as one. Lines within a cell are separated by line ends.
type Table struct {
	Header []string
	Rows   [][]string
}

// Read reads a page. Markdown may contain HTML and may begin with front matter.
func Read(name string, text []byte) (Page, error) {
	if len(text) > maxBytes {
		return Page{}, fmt.Errorf("%s: %d bytes, the limit is %d", name, len(text), maxBytes)
	}
	if !isHTML(text) {
		var out bytes.Buffer
		if err := markdown.Convert(withoutFrontMatter(text), &out); err != nil {
			return Page{}, fmt.Errorf("%s: %w", name, err)
		}
		text = out.Bytes()
	}
	root, err := html.Parse(bytes.NewReader(text))
	if err != nil {
		return Page{}, fmt.Errorf("%s: %w", name, err)
	}
	r := &reader{page: Page{Name: name}}
	r.walk(mainOf(root), 0)
	r.end()
	if len(r.page.Sections) == 0 {
		return Page{}, fmt.Errorf("%s: %w", name, ErrNoText)
	}
	return r.page, nil
}

var markdown = goldmark.New(
	goldmark.WithExtensions(extension.Table),
	goldmark.WithRendererOptions(htmlrenderer.WithUnsafe()),
)

func isHTML(text []byte) bool {
	start := strings.ToLower(string(bytes.TrimSpace(text[:min(len(text), 1024)])))
	return strings.HasPrefix(start, "<!doctype html") || strings.HasPrefix(start, "<html") ||
		strings.Contains(start, "<head>")
}

// withoutFrontMatter cuts the YAML between --- lines at the beginning, which has
// dates that change without the text.
func withoutFrontMatter(text []byte) []byte {
	rest, ok := bytes.CutPrefix(text, []byte("---\n"))
	if !ok {
		return text
	}
	if _, after, ok := bytes.Cut(rest, []byte("\n---\n")); ok {
		return after
	}
	return text
}

// mainOf returns the element that holds the page's own text, without navigation.
func mainOf(root *html.Node) *html.Node {
	for _, a := range []atom.Atom{atom.Main, atom.Article, atom.Body} {
		if n := find(root, a); n != nil {
			return n
		}
	}
	return root
}

func find(n *html.Node, a atom.Atom) *html.Node {
	for d := range n.Descendants() {
		if d.Type == html.ElementNode && d.DataAtom == a {
			return d
		}
	}
	return nil
}

// maxDepth bounds nested elements; html.Parse itself stops at 512.
const maxDepth = 600

// A reader cuts a page into sections.
type reader struct {
	page     Page
	headings [7]string // by level
	heading  string
	text     strings.Builder
	tables   []Table
}

func (r *reader) walk(n *html.Node, depth int) {
	if depth > maxDepth {
		return
	}
	for c := range n.ChildNodes() {
		switch {
		case c.Type == html.TextNode:
			r.text.WriteString(c.Data)
		case c.Type != html.ElementNode || hidden(c.DataAtom):
		case level(c.DataAtom) > 0:
			r.begin(level(c.DataAtom), fold(textOf(c)))
		case c.DataAtom == atom.Table:
			table := readTable(c)
			r.tables = append(r.tables, table)
			r.text.WriteString(" " + table.text() + " ")
		default:
			r.text.WriteString(" ")
			r.walk(c, depth+1)
			r.text.WriteString(" ")
		}
	}
}

func hidden(a atom.Atom) bool {
	switch a {
	case atom.Script, atom.Style, atom.Nav, atom.Header, atom.Footer, atom.Noscript, atom.Template, atom.Svg:
		return true
	}
	return false
}

func level(a atom.Atom) int {
	switch a {
	case atom.H1:
		return 1
	case atom.H2:
		return 2
	case atom.H3:
		return 3
	case atom.H4:
		return 4
	case atom.H5:
		return 5
	case atom.H6:
		return 6
	}
	return 0
}

const headingSeparator = " › "

// begin ends the section so far and begins one with a heading.
func (r *reader) begin(level int, heading string) {
	r.end()
	r.headings[level] = heading
	clear(r.headings[level+1:])
	var parts []string
	for _, h := range r.headings {
		if h != "" {
			parts = append(parts, h)
		}
	}
	r.heading = strings.Join(parts, headingSeparator)
}

func (r *reader) end() {
	text := fold(r.text.String())
	if text != "" || r.heading != "" {
		r.page.Sections = append(r.page.Sections, Section{Heading: r.heading, Text: text, Tables: r.tables})
	}
	r.text.Reset()
	r.tables = nil
}

func readTable(n *html.Node) Table {
	var t Table
	for row := range n.Descendants() {
		if row.Type != html.ElementNode || row.DataAtom != atom.Tr {
			continue
		}
		var cells []string
		for c := range row.ChildNodes() {
			if c.DataAtom == atom.Td || c.DataAtom == atom.Th {
				cells = append(cells, cellText(c))
			}
		}
		switch {
		case len(cells) == 0:
		case t.Header == nil:
			t.Header = cells
		default:
			t.Rows = append(t.Rows, cells)
		}
	}
	return t
}

func (t Table) text() string {
	lines := []string{strings.Join(t.Header, " | ")}
	for _, row := range t.Rows {
		lines = append(lines, strings.Join(row, " | "))
	}
	return strings.Join(lines, " ")
}

// cellText returns the text of a cell; line breaks, blocks and code separate.
func cellText(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		switch {
		case d.Type == html.TextNode:
			b.WriteString(d.Data)
		case d.DataAtom == atom.Br || d.DataAtom == atom.P || d.DataAtom == atom.Li || d.DataAtom == atom.Div ||
			d.DataAtom == atom.Code:
			b.WriteString("\n")
		}
	}
	lines := strings.FieldsFunc(b.String(), func(c rune) bool { return c == '\n' })
	var rest []string
	for _, l := range lines {
		if l = fold(l); l != "" {
			rest = append(rest, l)
		}
	}
	return strings.Join(rest, "\n")
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return b.String()
}

func fold(s string) string { return strings.Join(strings.Fields(s), " ") }
