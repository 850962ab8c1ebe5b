package report

import (
	"context"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/dailymock/dailymock/internal/report/rows"
	"github.com/dailymock/dailymock/internal/world"
)

// results computes the rows of reports, and caches what is costly to compute again. A count starts when its report is
// asked for, and stops when it is dropped or the engine is closed.
type results struct {
	world   *world.World
	workers rows.Workers
	expects chan struct{}                   // one expectation at a time
	tables  *lru.Cache[string, *rows.Table] // by encoded spec
	large   *lru.Cache[string, *rows.Table] // those that keep many rows
	counts  *lru.Cache[string, *count]
	running context.Context
	stop    context.CancelFunc
}

// A count divides the rows of a report into files.
type count struct {
	done   chan struct{} // closed when files is set
	cancel context.CancelFunc
	files  rows.Files // nil if it was canceled
}

const (
	maxTables = 16   // of up to a MiB each in the default world
	maxLarge  = 2    // of up to some 60 MiB each
	maxCounts = 2048 // of some KiB each for large reports
)

func newResults(w *world.World) *results {
	r := &results{world: w, workers: rows.NewWorkers(), expects: make(chan struct{}, 1)}
	r.running, r.stop = context.WithCancel(context.Background())
	r.tables, _ = lru.New[string, *rows.Table](maxTables) // these fail only for sizes below 1
	r.large, _ = lru.New[string, *rows.Table](maxLarge)
	r.counts, _ = lru.NewWithEvict(maxCounts, func(_ string, c *count) { c.cancel() })
	return r
}

// table returns the table of a report.
func (r *results) table(j *job) *rows.Table {
	for _, tables := range []*lru.Cache[string, *rows.Table]{r.tables, r.large} {
		if t, ok := tables.Get(j.encoded); ok {
			return t
		}
	}
	t, tables := rows.NewTable(r.world, j.query()), r.tables
	if t.IsLarge() {
		tables = r.large
	}
	if earlier, ok, _ := tables.PeekOrAdd(j.encoded, t); ok {
		return earlier
	}
	return t
}

// start starts to count the rows of a report, unless that was done before.
func (r *results) start(j *job) *count {
	if c, ok := r.counts.Get(j.encoded); ok {
		return c
	}
	ctx, cancel := context.WithCancel(r.running)
	c := &count{done: make(chan struct{}), cancel: cancel}
	if earlier, ok, _ := r.counts.PeekOrAdd(j.encoded, c); ok {
		cancel()
		return earlier
	}
	go func() {
		defer close(c.done)
		defer cancel()
		c.files, _ = r.table(j).Count(ctx, r.workers)
	}()
	return c
}

// count returns how the rows of a report are divided into files.
func (r *results) count(j *job) rows.Files {
	c := r.start(j)
	<-c.done
	if c.files != nil {
		return c.files
	}
	files, _ := r.table(j).Count(context.Background(), r.workers) // it was dropped, or the engine was closed
	return files
}

// files returns the number of files of a report. It waits for the count only if there may be more than one.
func (r *results) files(j *job) int {
	if r.table(j).MaxRows() <= j.rows {
		return 1
	}
	return r.count(j).Len()
}

// open returns a reader of one file of a report.
func (r *results) open(ctx context.Context, j *job, n int) (*rows.Reader, error) {
	files := r.count(j)
	return r.table(j).Open(ctx, r.workers, files, n)
}

// expect reads a table when no other expectation is being computed.
func (r *results) expect(ctx context.Context, t *rows.Table) (Expectation, error) {
	select {
	case r.expects <- struct{}{}:
	case <-ctx.Done():
		return Expectation{}, ctx.Err()
	}
	defer func() { <-r.expects }()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(r.running, cancel)()
	return t.Expect(ctx, r.workers)
}
