package explain

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// A table has rows of equal length. The head is optional.
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
		writeRow(w, row, widths)
	}
}

// writeRow writes one row, over several lines if a cell is wrapped.
func writeRow(w io.Writer, row []string, widths []int) {
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

// widths returns the width of each column. If a line would be too long, it
// narrows the widest column.
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
		for _, cell := range row {
			fmt.Fprint(w, "| ", strings.ReplaceAll(cell, "|", `\|`), " ")
		}
		fmt.Fprintln(w, "|")
	}
}
