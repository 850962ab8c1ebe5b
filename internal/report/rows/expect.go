package rows

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/dailymock/dailymock/internal/report/edition"
)

// An Expectation is what a loader must contain after it has loaded a whole report.
type Expectation struct {
	Rows  int `json:"rows"` // of data, in all files
	Files int `json:"files"`
	// Sums has the sum of each additive metric over all rows, as the CSV writes it: whole, or money with six decimals.
	Sums map[string]string `json:"sums"`
	// First and Last have the least and the greatest value of each time dimension, as the CSV writes them.
	First map[string]string `json:"first"`
	Last  map[string]string `json:"last"`
	// SHA256 is the hexadecimal hash of the data rows in canonical order: as in the CSV, without the header, each ended
	// by one line feed, sorted by its bytes. It is empty for more than MaxHashed rows.
	SHA256 string `json:"sha256,omitempty"`
}

// MaxHashed is the most rows that are sorted to be hashed.
const MaxHashed = 1_000_000

// Expect reads a table once, by the same rows that its files are made of. It returns the error of the context when that
// ends.
func (b *Table) Expect(ctx context.Context, w Workers) (Expectation, error) {
	files, err := b.Count(ctx, w)
	if err != nil {
		return Expectation{}, err
	}
	x := Expectation{Files: files.Len(), Sums: map[string]string{}, First: map[string]string{}, Last: map[string]string{}}
	sums := make([]int64, len(b.metrics))
	var lines [][]byte
	var line []byte
	for r := rowsFrom(b, 0, 0); ; x.Rows++ {
		if x.Rows%1024 == 0 && ctx.Err() != nil {
			return Expectation{}, ctx.Err()
		}
		var ok bool
		if line, ok = r.append(line[:0]); !ok {
			break
		}
		r.addLast(sums)
		x.addTimes(line, b.query.Request.Dimensions)
		switch {
		case x.Rows < MaxHashed:
			lines = append(lines, bytes.Clone(line))
		case x.Rows == MaxHashed:
			lines = nil
		}
	}
	for i, m := range b.query.Request.Metrics {
		if definitions[m].aggregation == Additive {
			x.Sums[string(m)] = string(definitions[m].format.append(nil, sums[i], 0))
		}
	}
	if x.Rows <= MaxHashed {
		x.SHA256 = hashSorted(lines)
	}
	return x, nil
}

// addLast adds the counters of the row that was written last to the sums of the additive metrics.
func (r *rows) addLast(sums []int64) {
	row := r.last()
	for i, m := range r.table.metrics {
		if m.aggregation == Additive {
			sums[i] += row[m.sums[0]]
		}
	}
}

// addTimes updates First and Last with a row.
func (x *Expectation) addTimes(line []byte, dimensions []edition.Dimension) {
	fields := splitRow(line)
	for i, d := range dimensions {
		if timeColumns[d] == nil {
			continue
		}
		name, value := string(d), fields[i]
		if first, ok := x.First[name]; !ok || value < first {
			x.First[name] = value
		}
		x.Last[name] = max(x.Last[name], value)
	}
}

// splitRow splits a row at its commas outside of quotes.
func splitRow(line []byte) []string {
	var fields []string
	start, quotes := 0, 0
	for i, c := range line {
		switch {
		case c == '"':
			quotes++
		case (c == ',' || i == len(line)-1) && quotes%2 == 0:
			fields = append(fields, string(line[start:i]))
			start = i + 1
		}
	}
	return fields
}

func hashSorted(lines [][]byte) string {
	slices.SortFunc(lines, bytes.Compare)
	h := sha256.New()
	for _, l := range lines {
		h.Write(l)
	}
	return hex.EncodeToString(h.Sum(nil))
}
