package report

import (
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/dailymock/dailymock/internal/report/rows"
	"github.com/dailymock/dailymock/internal/world"
)

// results caches what is computed from specs and is costly to compute again.
type results struct {
	world  *world.World
	tables *lru.Cache[string, *rows.Table]
	sorted *lru.Cache[string, *rows.Table] // of reports with an order, which hold all their rows
	counts *lru.Cache[string, func() *rows.Files]
}

const (
	maxTables = 16 // of up to a MiB each in the default world
	maxSorted = 2
	maxCounts = 2048 // of some KiB each for large reports
)

func newResults(w *world.World) *results {
	tables, _ := lru.New[string, *rows.Table](maxTables) // these fail only for sizes below 1
	sorted, _ := lru.New[string, *rows.Table](maxSorted)
	counts, _ := lru.New[string, func() *rows.Files](maxCounts)
	return &results{w, tables, sorted, counts}
}

// table returns the table of a report.
func (r *results) table(j *job) *rows.Table {
	q := j.query()
	tables := r.tables
	if q.Order.By != "" {
		tables = r.sorted
	}
	if t, ok := tables.Get(j.encoded); ok {
		return t
	}
	t := rows.NewTable(r.world, q)
	if earlier, ok, _ := tables.PeekOrAdd(j.encoded, t); ok {
		return earlier
	}
	return t
}

// count returns how the rows of a report are divided into files.
func (r *results) count(j *job) *rows.Files {
	count, ok := r.counts.Get(j.encoded)
	if !ok {
		count = sync.OnceValue(func() *rows.Files { return r.table(j).Count() })
		if earlier, ok, _ := r.counts.PeekOrAdd(j.encoded, count); ok {
			count = earlier
		}
	}
	return count()
}

// files returns the number of files of a report. It counts rows only if there may be more than one.
func (r *results) files(j *job) int {
	if r.table(j).MaxRows() <= j.rows {
		return 1
	}
	return r.count(j).Len()
}
