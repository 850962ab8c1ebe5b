package contracts

import (
	"bytes"
	"encoding/csv"
	"math"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dailymock/dailymock/contracts/observe"
	"github.com/dailymock/dailymock/contracts/shapes"
)

// A Table holds a CSV file. Its rows are as long as the header.
type Table struct {
	Header []string
	Rows   [][]string
	Input  Input // of the request for the report, if it is known

	t *T
}

// Dimensions returns the columns of the dimensions that were asked for, in their order.
func (f Table) Dimensions() []string { return f.Input.columns("dimensions") }

// Metrics returns the columns of the metrics that were asked for, in their order.
func (f Table) Metrics() []string { return f.Input.columns("metrics") }

// Distinct asserts that no combination of values of the dimensions has two rows.
func (f Table) Distinct() {
	f.t.Helper()
	n := len(f.Dimensions())
	seen := map[string]bool{}
	for _, row := range f.Rows {
		key := strings.Join(row[:min(n, len(row))], ", ")
		require.False(f.t, seen[key], "a second row for "+key)
		seen[key] = true
	}
}

// conforms asserts what holds for every file: it has the columns that were asked for, with fields as in
// shapes/columns.json, days within the range, and one row for each combination of values of the dimensions.
func (f Table) conforms() {
	t := f.t
	t.Helper()
	assert.Equal(t, append(f.Dimensions(), f.Metrics()...), f.Header, "columns")
	for _, name := range f.Header {
		if shapes.Columns()[name] != nil {
			f.Fits(name)
		}
	}
	f.Distinct()
	for _, name := range []string{"day", "hour"} {
		if slices.Contains(f.Header, name) {
			f.within(name)
		}
	}
}

// within asserts that a column has no time outside the range that was asked for.
func (f Table) within(name string) {
	f.t.Helper()
	from, _ := f.Input["startDate"].(string)
	to, _ := f.Input["endDate"].(string)
	for _, field := range f.Column(name) {
		day := field[:min(len(field), len("2006-01-02"))]
		if day < from[:min(len(from), len(day))] || day > to[:min(len(to), len(day))] {
			assert.Fail(f.t, field+" is outside the range", name)
			return
		}
	}
}

// CSV asserts that a response is a CSV file, and returns it as a table.
func (a *Response) CSV() Table {
	t := a.t
	t.Helper()
	require.Equal(t, http.StatusOK, a.Status, "status of a download")
	records, err := csv.NewReader(bytes.NewReader(a.Body)).ReadAll()
	require.NoError(t, err, "a file is CSV with commas, each row as long as the header")
	require.NotEmpty(t, records, "a file has a header line")
	table := Table{Header: records[0], Rows: records[1:], t: t}
	for i, name := range table.Header {
		t.seen.Note("csv "+observe.Member(name), "column", "column", "")
		for _, row := range table.Rows[:min(len(table.Rows), 500)] {
			t.seen.Note("csv "+observe.Member(name), "field", observe.Class(row[i]), observe.Constant(name, row[i]))
			t.seen.Number("csv "+observe.Member(name), row[i])
		}
	}
	table.noteHours()
	table.noteMoney()
	return table
}

// noteHours records whether some day has all its hours. If none has, there may be little activity.
func (f Table) noteHours() {
	i := slices.Index(f.Header, "hour")
	if i < 0 {
		return
	}
	hours, most := map[string]map[string]bool{}, 0
	for _, row := range f.Rows {
		const day, hour = len("2006-01-02"), len("2006-01-02T15")
		if len(row[i]) < hour {
			return
		}
		if hours[row[i][:day]] == nil {
			hours[row[i][:day]] = map[string]bool{}
		}
		hours[row[i][:day]][row[i][:hour]] = true
		most = max(most, len(hours[row[i][:day]]))
	}
	class := "fewer hours"
	if most == 24 {
		class = "24 hours"
	}
	f.t.seen.Note("csv hour of day", "hours", class, "")
}

// noteMoney records how amounts relate: whether those in euros and in dollars are different, and whether the rates
// are earnings per thousand of a count. What the relations are on the real API is not sure, so that runs are compared.
func (f Table) noteMoney() {
	for _, name := range []string{"estimated_earnings", "ecpm", "erpm"} {
		f.noteRelation(name+"_eur beside "+name+"_usd", "different amounts", "equal amounts",
			func(n []float64) (holds, known bool) { return n[0] != n[1], n[0] != 0 || n[1] != 0 }, name+"_eur", name+"_usd")
	}
	for _, currency := range []string{"_eur", "_usd"} {
		for rate, count := range map[string]string{"ecpm": "nb_impression", "erpm": "sellable_inventory"} {
			f.noteRelation(rate+currency+" of earnings", "per thousand", "otherwise", func(n []float64) (holds, known bool) {
				want := 1000 * n[0] / n[1]
				const near = 0.02
				return math.Abs(n[2]-want) <= near*max(1, want), n[1] > 0
			}, "estimated_earnings"+currency, count, rate+currency)
		}
	}
}

// noteRelation records whether a relation of some columns holds in most rows for which it is known.
func (f Table) noteRelation(path, yes, no string, relation func(n []float64) (holds, known bool), columns ...string) {
	var at []int
	for _, name := range columns {
		i := slices.Index(f.Header, name)
		if i < 0 {
			return
		}
		at = append(at, i)
	}
	all, holding := 0, 0
	for _, row := range f.Rows {
		var n []float64
		for _, i := range at {
			if v, err := strconv.ParseFloat(row[i], 64); err == nil {
				n = append(n, v)
			}
		}
		if len(n) < len(at) {
			continue
		}
		holds, known := relation(n)
		if known {
			all++
		}
		if known && holds {
			holding++
		}
	}
	class := no
	switch {
	case all == 0:
		return
	case 2*holding > all:
		class = yes
	}
	f.t.seen.Note("csv "+path, "relation", class, "")
}

// WithRows ends the case as inconclusive if a table has no rows, as for an account without activity.
func (f Table) WithRows() Table {
	if len(f.Rows) == 0 {
		f.t.Inconclusivef("the report has no rows: the account had no activity in those days")
	}
	return f
}

// Column returns the values of a column. The case fails if the table has no such column.
func (f Table) Column(name string) []string {
	f.t.Helper()
	i := slices.Index(f.Header, name)
	require.GreaterOrEqual(f.t, i, 0, "column "+name+" in "+strings.Join(f.Header, ","))
	var all []string
	for _, row := range f.Rows {
		all = append(all, row[i])
	}
	return all
}

// Numbers returns the values of a column as numbers. An empty field is zero.
func (f Table) Numbers(name string) []float64 {
	f.t.Helper()
	var all []float64
	for _, field := range f.Column(name) {
		n := 0.0
		if field != "" {
			var err error
			n, err = strconv.ParseFloat(field, 64)
			require.NoError(f.t, err, "column "+name)
		}
		all = append(all, n)
	}
	return all
}

// Sum returns the sum of a column.
func (f Table) Sum(name string) (sum float64) {
	f.t.Helper()
	for _, n := range f.Numbers(name) {
		sum += n
	}
	return sum
}

// Fits asserts that all fields of some columns match their patterns in shapes/columns.json. Fields may be empty.
func (f Table) Fits(columns ...string) {
	f.t.Helper()
	for _, name := range columns {
		form := shapes.Columns()[name]
		require.NotNil(f.t, form, "rule for column "+name)
		for _, field := range f.Column(name) {
			if field != "" && !form.MatchString(field) {
				assert.Regexp(f.t, form.String(), field, "column "+name)
				break
			}
		}
	}
}
