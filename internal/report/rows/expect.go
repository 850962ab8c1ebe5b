package rows

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"

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

// MaxHashed is the most rows that are sorted to be hashed, and MaxExpected the most that a report may have at all.
const (
	MaxHashed   = 1_000_000
	MaxExpected = 100_000_000
)

// Expect reads a table once, by the same rows that its files are made of. It returns the error of the context when that
// ends, and an error wrapping edition.ErrParameter for a table that may have too many rows.
func (b *Table) Expect(ctx context.Context, w Workers) (Expectation, error) {
	if n := b.MaxRows(); n > MaxExpected {
		return Expectation{}, edition.Refuse(edition.ErrParameter,
			"the report can have %d rows, at most %d are added up; ask for fewer days or dimensions", n, MaxExpected)
	}
	files, err := b.Count(ctx, w)
	if err != nil {
		return Expectation{}, err
	}
	x := Expectation{Files: files.Len(), Sums: map[string]string{}, First: map[string]string{}, Last: map[string]string{}}
	if !w.acquire(ctx) {
		return Expectation{}, ctx.Err()
	}
	defer w.release()
	if err := x.read(ctx, b); err != nil {
		return Expectation{}, err
	}
	return x, nil
}

// read adds up the rows of a table.
func (x *Expectation) read(ctx context.Context, b *Table) error {
	sums := make([]int64, len(b.metrics))
	var lines [][]byte
	var line []byte
	for r := rowsFrom(b, 0, 0); r.more(); x.Rows++ {
		if x.Rows%1024 == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		r.addTo(sums)
		r.addTimes(x)
		switch {
		case x.Rows < MaxHashed:
			line, _ = r.append(line[:0])
			lines = append(lines, bytes.Clone(line))
		default:
			lines = nil
			r.next++
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
	return nil
}

// addTo adds the counters of the next row to the sums of the additive metrics.
func (r *rows) addTo(sums []int64) {
	_, row := r.current()
	counts := r.sums[row*len(r.table.counters):]
	for i := range r.table.metrics {
		if m := &r.table.metrics[i]; m.aggregation == Additive {
			sums[i] += counts[m.sums[0]]
		}
	}
}

// addTimes updates First and Last with the next row.
func (r *rows) addTimes(x *Expectation) {
	key, _ := r.current()
	for i, d := range r.table.query.Request.Dimensions {
		if timeColumns[d] == nil {
			continue
		}
		texts, value := r.table.columns[i].texts, r.prefixes[i]
		if c := &r.table.keyBits[i]; c.constant {
			days, _ := r.table.days(r.part - 1)
			value = texts[r.table.columns[i].code(&cursor{scope: r.table.scope, day: days[0]})]
		} else {
			value += texts[uint(key[c.word]>>c.shift)&c.mask]
		}
		name, value := string(d), strings.TrimSuffix(value, ",")
		if first, ok := x.First[name]; !ok || value < first {
			x.First[name] = value
		}
		if value > x.Last[name] {
			x.Last[name] = value
		}
	}
}

func hashSorted(lines [][]byte) string {
	slices.SortFunc(lines, bytes.Compare)
	h := sha256.New()
	for _, l := range lines {
		h.Write(l)
	}
	return hex.EncodeToString(h.Sum(nil))
}
