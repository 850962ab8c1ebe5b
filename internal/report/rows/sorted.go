package rows

import (
	"bytes"
	"cmp"
	"slices"
)

// A walk goes over the rows of a report in order.
type walk interface {
	// append writes the next row to b; ok is false after the last.
	append(b []byte) (_ []byte, ok bool)
	// appendUntil writes rows to b until it has so many bytes or there are no more rows.
	appendUntil(b []byte, size int) []byte
	// position returns the part and the number of the next row.
	position() (part, row int)
}

// walk starts at a row of a part.
func (b *Table) walk(part, row int) walk {
	if b.query.Order.By == "" {
		return rowsFrom(b, part, row)
	}
	return &orderedRows{sortedRows: b.sorted(), next: row}
}

// sortedRows is all rows of a report, ordered by a metric. It does not change.
type sortedRows struct {
	text []byte
	rows []orderedRow
}

// An orderedRow is a row in the text, and the digits of its metric as a number: all values of one metric have the same
// number of decimals.
type orderedRow struct {
	start, end int
	value      int64
}

// sort reads all rows of a table and orders them.
func (b *Table) sort() *sortedRows {
	place, ascending := slices.Index(b.query.Request.Metrics, b.query.Order.By), b.query.Order.Ascending
	o := &sortedRows{}
	var digits []byte
	for r := rowsFrom(b, 0, 0); ; {
		start, ok := len(o.text), false
		if o.text, ok = r.append(o.text); !ok {
			break
		}
		digits = r.metric(digits[:0], place)
		o.rows = append(o.rows, orderedRow{start, len(o.text), number(digits)})
	}
	slices.SortFunc(o.rows, func(a, b orderedRow) int {
		switch {
		case a.value == b.value:
			return compareRows(o.text[a.start:a.end], o.text[b.start:b.end])
		case ascending:
			return cmp.Compare(a.value, b.value)
		default:
			return cmp.Compare(b.value, a.value)
		}
	})
	return o
}

// metric writes one metric of the row that was written last.
func (r *rows) metric(b []byte, place int) []byte {
	row := r.last()
	return r.table.metrics[place].append(b, row)
}

// number reads the digits of a text as one number.
func number(text []byte) (n int64) {
	for _, c := range text {
		if c >= '0' && c <= '9' {
			n = n*10 + int64(c-'0')
		}
	}
	return n
}

// compareRows compares rows value by value, without their quotes. No two rows have the same dimensions.
func compareRows(a, b []byte) int {
	for len(a) > 0 && len(b) > 0 {
		var x, y []byte
		x, a = cutValue(a)
		y, b = cutValue(b)
		if c := bytes.Compare(x, y); c != 0 {
			return c
		}
	}
	return 0
}

// cutValue cuts the first value off a row. Quotes in it stay doubled, which does not change the order.
func cutValue(row []byte) (value, rest []byte) {
	if row[0] != '"' {
		value, rest, _ = bytes.Cut(row, []byte{','})
		return value, rest
	}
	end := 1
	for row[end] != '"' || row[end+1] == '"' {
		if row[end] == '"' {
			end++
		}
		end++
	}
	return row[1:end], row[min(end+2, len(row)):]
}

// orderedRows walks over sortedRows, which is one part.
type orderedRows struct {
	*sortedRows
	next int
}

func (o *orderedRows) append(b []byte) ([]byte, bool) {
	if o.next >= len(o.rows) {
		return b, false
	}
	row := o.rows[o.next]
	o.next++
	return append(b, o.text[row.start:row.end]...), true
}

func (o *orderedRows) appendUntil(b []byte, size int) []byte {
	for ok := true; ok && len(b) < size; {
		b, ok = o.append(b)
	}
	return b
}

func (o *orderedRows) position() (part, row int) { return 0, o.next }
