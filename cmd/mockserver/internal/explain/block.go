package explain

import (
	"bufio"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// A block is a part of a page that can be written as text or as Markdown.
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

// lineWidth is the longest line of text, unless one word is longer.
const lineWidth = 100

// A heading has level 1 or 2.
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

// markdown starts at level 2: the document that includes the page has level 1.
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

// wrapped breaks a text into lines between words. It returns at least one line.
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
