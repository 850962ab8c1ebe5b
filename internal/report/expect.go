package report

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"slices"

	"github.com/dailymock/dailymock/internal/world"
)

// An Expectation is what a loader must hold when it has loaded a report whole.
type Expectation struct {
	Rows  int // of data, in all files
	Files int

	// Sums has each additive metric's sum over all rows, in the form that the CSV
	// has: whole, or money with six decimals.
	Sums map[Metric]string
	// First and Last have the least and the greatest value of each time dimension
	// among the rows, as the CSV has them.
	First, Last map[Dimension]string
	// SHA256 is of the data rows in canonical order, in hexadecimal: each row as
	// the CSV has it, without the header, ended by one line feed, sorted by its
	// bytes. It is empty for more than MaxHashed rows.
	SHA256 string
}

// MaxHashed bounds the rows that are sorted to be hashed.
const MaxHashed = 1_000_000

// Expect says what a report holds that an account asked for now.
func (e *Engine) Expect(a world.Account, r Request) (Expectation, error) {
	if r.Product == "" {
		r.Product = Content
	}
	if _, err := e.config.check(r); err != nil {
		return Expectation{}, err
	}
	t := reportSpec{account: accountID(a), login: a.Login, created: e.config.Now(), rows: e.config.RowsPerFile, request: r}
	return expect(newTable(e.config.World, t), t), nil
}

// ExpectOf says what the report behind a token holds. It answers ErrNotFound for
// a token that this engine did not make.
func (e *Engine) ExpectOf(token string) (Expectation, error) {
	rec, err := e.open(token)
	if err != nil {
		return Expectation{}, refuse(ErrNotFound, "no report has the token %q", clip(token))
	}
	return expect(rec.table(), rec.reportSpec), nil
}

// expect walks over a table once, by the same rows that its files are made of.
func expect(b *table, t reportSpec) Expectation {
	x := Expectation{
		Files: len(newIndex(b.walk, header(t.request), t.rows).files),
		Sums:  map[Metric]string{}, First: map[Dimension]string{}, Last: map[Dimension]string{},
	}
	sums := make([]int64, len(b.metrics))
	var lines [][]byte
	for r := rowsFrom(b, 0, 0); ; {
		line, ok := r.append(nil)
		if !ok {
			break
		}
		x.Rows++
		r.addLast(sums)
		x.addTimes(line, t.request.Dimensions)
		if x.Rows <= MaxHashed {
			lines = append(lines, line)
		}
	}
	for i, m := range t.request.Metrics {
		if definitions[m].aggregation == Additive {
			x.Sums[m] = string(definitions[m].format(nil, sums[i]))
		}
	}
	if x.Rows <= MaxHashed {
		x.SHA256 = hashSorted(lines)
	}
	return x
}

// addLast adds the counters of the row that was written last, where a metric has
// a single one.
func (r *rows) addLast(sums []int64) {
	row := r.last()
	for i, m := range r.table.metrics {
		if m.aggregation == Additive {
			sums[i] += row[m.sums[0]]
		}
	}
}

// addTimes notes the time values of a row. They hold no comma, and only what stands
// before them can be quoted.
func (x *Expectation) addTimes(line []byte, dimensions []Dimension) {
	fields := splitRow(line)
	for i, d := range dimensions {
		if timeColumns[d] == nil {
			continue
		}
		value := fields[i]
		if first, ok := x.First[d]; !ok || value < first {
			x.First[d] = value
		}
		x.Last[d] = max(x.Last[d], value)
	}
}

// splitRow cuts a row of our own making at its commas outside of quotes.
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

// An Invariant is something that holds between all answers of a mock.
type Invariant struct{ Name, Holds string }

// Invariants are what a loader may rely on in every report, whatever the world,
// the seed and the time. A property test of this package checks each of them.
func Invariants() []Invariant {
	return []Invariant{
		{"sums", "The rows of a finer report add up to those of a coarser one, to the last digit, for every additive metric and any two lists of dimensions."},
		{"inventory", "TOTAL_INVENTORY = SELLABLE_INVENTORY + NO_ADS, and SELLABLE_INVENTORY = NB_IMPRESSION + NB_MISSED_IMPRESSION, in every row."},
		{"missed", "NB_MISSED_IMPRESSION = NO_FILLS + AD_ERRORS + TIMEOUTS, in every row."},
		{"viewability", "NB_IMPRESSION = HIGH_VIEWABLE_IMPRESSIONS + LOW_VIEWABLE_IMPRESSIONS = AD_VIEW_COMPLETED + AD_VIEW_NOT_COMPLETED, in every row."},
		{"traffic", "TOTAL_INVENTORY = VALID_TRAFFIC_INVENTORY + INVALID_TRAFFIC_INVENTORY, in every row."},
		{"consent", "TOTAL_INVENTORY is the sum of the five GDPR_…_INVENTORY metrics, in every row."},
		{"bandwidth", "BANDWIDTH_USED_TOTAL_BYTES = BANDWIDTH_USED_VOD_BYTES + BANDWIDTH_USED_LIVE_BYTES, in every row."},
		{"ratios", "Every rate and score is computed from the sums of its row, never from other rates."},
		{"files", "The files of a report hold each row once, each file with the same header, none with more rows than asked for."},
		{"past", "The figures of a day that is over never change; nothing lies after now."},
		{"asked", "A report never changes once it was asked for."},
		{"restart", "A token and a link answer the same after a restart with the same seed and world."},
	}
}
