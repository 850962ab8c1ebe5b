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
