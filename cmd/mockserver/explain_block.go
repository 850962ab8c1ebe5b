package main

import (
	"bufio"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/dailymock/dailymock/internal/report"
)

// A block is a piece of a page, in text for a terminal or in Markdown.
type block interface {
	text(w io.Writer)
	markdown(w io.Writer)
}

func writeBlocks(w io.Writer, blocks []block, write func(block, io.Writer)) error {
	out := bufio.NewWriter(w)
	for i, b := range blocks {
		if i > 0 {
			fmt.Fprintln(out)
		}
		write(b, out)
	}
	return out.Flush()
}

// lineWidth is how long lines of text become, where words allow it.
const lineWidth = 100

// A heading of level 1 or 2.
type heading struct {
	level int
	words string
}

func (h heading) text(w io.Writer) {
	fmt.Fprintln(w, h.words)
	if h.level == 1 {
		fmt.Fprintln(w, strings.Repeat("=", utf8.RuneCountInString(h.words)))
	}
}

// markdown leaves the first level to the document that takes the page up.
func (h heading) markdown(w io.Writer) {
	fmt.Fprintln(w, strings.Repeat("#", h.level+1), h.words)
}

type paragraph string

func (p paragraph) text(w io.Writer) {
	for _, line := range wrapped(string(p), lineWidth) {
		fmt.Fprintln(w, line)
	}
}

func (p paragraph) markdown(w io.Writer) { fmt.Fprintln(w, string(p)) }

type bullets []string

func (l bullets) text(w io.Writer) {
	for _, item := range l {
		for i, line := range wrapped(item, lineWidth-2) {
			fmt.Fprintln(w, []string{"- ", "  "}[min(i, 1)]+line)
		}
	}
}

func (l bullets) markdown(w io.Writer) {
	for _, item := range l {
		fmt.Fprintln(w, "-", item)
	}
}

// A table has a head or none; each row as many cells as the others.
type table struct {
	head []string
	rows [][]string
}

func (t table) text(w io.Writer) {
	rows := t.rows
	if t.head != nil {
		rows = append([][]string{t.head}, rows...)
	}
	if len(rows) == 0 {
		return
	}
	widths := t.widths(rows)
	for _, row := range rows {
		cells := make([][]string, len(row))
		height := 0
		for i, cell := range row {
			cells[i] = wrapped(cell, widths[i])
			height = max(height, len(cells[i]))
		}
		for y := range height {
			var line strings.Builder
			line.WriteString("  ")
			for i := range cells {
				part := ""
				if y < len(cells[i]) {
					part = cells[i][y]
				}
				line.WriteString(part)
				line.WriteString(strings.Repeat(" ", widths[i]-min(widths[i], utf8.RuneCountInString(part))+2))
			}
			fmt.Fprintln(w, strings.TrimRight(line.String(), " "))
		}
	}
}

// widths gives each column what it needs and, where a line would be too long,
// takes from the widest.
func (t table) widths(rows [][]string) []int {
	widths := make([]int, len(rows[0]))
	total := 0
	for i := range widths {
		for _, row := range rows {
			widths[i] = max(widths[i], utf8.RuneCountInString(row[i]))
		}
		total += widths[i] + 2
	}
	for ; total > lineWidth; total-- {
		widest := slices.Max(widths)
		if widest < 24 {
			break
		}
		widths[slices.Index(widths, widest)]--
	}
	return widths
}

func (t table) markdown(w io.Writer) {
	head := t.head
	if head == nil {
		head = make([]string, len(t.rows[0]))
	}
	fmt.Fprintln(w, "|", strings.Join(head, " | "), "|")
	fmt.Fprintln(w, strings.Repeat("|---", len(head))+"|")
	for _, row := range t.rows {
		fmt.Fprintln(w, "|", strings.ReplaceAll(strings.ReplaceAll(strings.Join(row, "\x00"), "|", `\|`), "\x00", " | "), "|")
	}
}

// wrapped breaks a text between its words. It has at least one line.
func wrapped(text string, width int) []string {
	var lines []string
	line := ""
	for word := range strings.FieldsSeq(text) {
		switch {
		case line == "":
			line = word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) <= width:
			line += " " + word
		default:
			lines = append(lines, line)
			line = word
		}
	}
	return append(lines, line)
}

var tag = regexp.MustCompile(`\b[A-Z][0-9]+\b`)

// legend explains the sources that blocks name.
func legend(blocks []block) []block {
	var text strings.Builder
	for _, b := range blocks {
		b.markdown(&text)
	}
	var rows [][]string
	for _, found := range tag.FindAllString(text.String(), -1) {
		about, ok := report.Sources()[found]
		if ok && !slices.ContainsFunc(rows, func(r []string) bool { return r[0] == found }) {
			rows = append(rows, []string{found, about})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	return []block{heading{2, "Sources"}, table{nil, rows}}
}
