package rows

import (
	"slices"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/report/edition"
)

// TestARangeReadsFewRows: wherever a range begins, at most some hundred kilobytes of rows before it are made, and the
// rows of the file are counted once.
func TestARangeReadsFewRows(t *testing.T) {
	t.Parallel()
	for _, dimensions := range [][]edition.Dimension{
		{"DAY", "VIDEO_ID", "HOUR", "VISITOR_COUNTRY"}, {"DAY", "VIDEO_ID"}, {"VIDEO_ID", "DAY"},
		{"MINUTE", "VISITOR_COUNTRY"},
	} {
		now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
		w := defaultWorld(t)
		table := NewTable(w, Query{
			Moment: w.Moment(now), RowsPerFile: 60_000,
			Request: edition.Request{
				Start: now.AddDate(0, -4, 0), End: now, Product: edition.Content,
				Metrics: []edition.Metric{"VIEWS"}, Dimensions: dimensions,
				Filters: edition.Filters{ChannelSlug: "many-rows"},
			},
		})
		workers := NewWorkers()
		files, err := table.Count(t.Context(), workers)
		if err != nil {
			t.Fatal(err)
		}
		n := files.Len() / 2
		r, err := table.Open(t.Context(), workers, files, n)
		if err != nil {
			t.Fatal(err)
		}
		size, counted := r.index.size, files[n].index
		for i := range int64(50) {
			offset := size * i / 50
			if _, err := r.Seek(offset, 0); err != nil {
				t.Fatal(err)
			}
			if _, err := r.Read(make([]byte, 1)); err != nil {
				t.Fatal(err)
			}
			if before := offset - r.index.before(offset).offset; before > 400<<10 {
				t.Errorf("%s: %d bytes of rows are made before offset %d of %d", dimensions, before, offset, size)
			}
		}
		if again, err := table.Open(t.Context(), workers, files, n); err != nil || again.index != counted {
			t.Errorf("%s: the rows of a file are counted again (%v)", dimensions, err)
		}
		if !slices.IsSortedFunc(counted.marks, func(a, b mark) int { return int(a.offset - b.offset) }) {
			t.Errorf("%s: marks are not in order", dimensions)
		}
	}
}

// TestAWalkGoesForward, to its end, also in tables that keep the rows of their parts.
func TestAWalkGoesForward(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	w := defaultWorld(t)
	for _, dimensions := range [][]edition.Dimension{
		{"MONTH", "VISITOR_COUNTRY"}, {"DAY", "VISITOR_COUNTRY"}, {"DAY", "VIDEO_ID"}, {"VIDEO_ID", "VISITOR_COUNTRY"},
	} {
		table := NewTable(w, Query{
			Moment: w.Moment(now), RowsPerFile: 60_000,
			Request: edition.Request{
				Start: now.AddDate(0, -2, 0), End: now, Product: edition.Content,
				Metrics: []edition.Metric{"VIEWS", "NO_ADS"}, Dimensions: dimensions,
				Filters: edition.Filters{ChannelSlug: "harbour-news"},
			},
		})
		r := rowsFrom(table, 0, 0)
		lastPart, lastRow := -1, 0
		for r.more() {
			if _, ok := r.append(nil); !ok {
				t.Fatalf("%s: no row after part %d, row %d", dimensions, lastPart, lastRow)
			}
			part, row := r.position()
			if part < lastPart || part == lastPart && row <= lastRow {
				t.Fatalf("%s: part %d, row %d comes after part %d, row %d", dimensions, part, row, lastPart, lastRow)
			}
			lastPart, lastRow = part, row
		}
		if lastPart < 0 || lastPart >= table.parts() {
			t.Errorf("%s: the last row is in part %d of %d", dimensions, lastPart, table.parts())
		}
	}
}

// TestARangeReadsFewParts: where a part is of many days and has few rows, there are enough marks to start reading at.
func TestARangeReadsFewParts(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 3, 10, 12, 0, 0, 0, time.UTC)
	w := defaultWorld(t)
	table := NewTable(w, Query{
		Moment: w.Moment(now), RowsPerFile: 60_000,
		Request: edition.Request{
			Start: now.AddDate(0, -1, 0), End: now, Product: edition.Content,
			Metrics: []edition.Metric{"TIME_WATCHED_SECONDS"}, Dimensions: []edition.Dimension{"VIDEO_ID"},
			Filters: edition.Filters{ChannelSlug: "many-rows"},
		},
	})
	workers := NewWorkers()
	files, err := table.Count(t.Context(), workers)
	if err != nil {
		t.Fatal(err)
	}
	r, err := table.Open(t.Context(), workers, files, 0)
	if err != nil {
		t.Fatal(err)
	}
	perMark, last := table.partsPerMark(), mark{}
	if subjects := perMark * 29; subjects > markSubjects || len(r.index.marks) < 3 {
		t.Fatalf("%d parts between %d marks", perMark, len(r.index.marks))
	}
	for _, m := range append(r.index.marks, mark{part: table.parts()}) {
		if m.part-last.part > 2*perMark { // some parts may be empty
			t.Errorf("part %d comes after part %d, want at most %d parts between marks", m.part, last.part, perMark)
		}
		last = m
	}
}
