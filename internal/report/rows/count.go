package rows

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
)

// Workers limits how many goroutines make rows at once, over all tables. Those that wait get their turn in order, so
// that all downloads proceed at the same pace, and a CPU stays free for other requests.
type Workers chan struct{}

// NewWorkers returns as many workers as there are CPUs, less one for requests, and at least one.
func NewWorkers() Workers { return make(Workers, max(runtime.GOMAXPROCS(0)-1, 1)) }

// A partSize is how many rows a part has, and how many bytes.
type partSize struct {
	rows int
	size int64
}

// chunk is how many parts a worker counts before others get their turn.
const chunk = 8

// Count divides the rows of a table into files. It counts the rows and bytes of all parts, in parallel, unless there
// may be too many. It returns the error of the context when that ends.
func (b *Table) Count(ctx context.Context, w Workers) (Files, error) {
	if bounds := b.bounds(); bounds != nil {
		return b.divideByBounds(ctx, w, bounds)
	}
	var sizes []partSize
	if b.query.Order.By == "" && b.parts() > 1 {
		var err error
		if sizes, err = b.measure(ctx, w); err != nil {
			return nil, err
		}
	}
	for perFile := b.query.RowsPerFile; ; perFile *= 2 {
		d := newDivider(b, perFile)
		switch ok, err := b.divide(ctx, w, d, sizes); {
		case err != nil:
			return nil, err
		case ok:
			return d.files, nil
		}
	}
}

// measure returns the size of each part.
func (b *Table) measure(ctx context.Context, w Workers) ([]partSize, error) {
	sizes := make([]partSize, b.parts())
	var next atomic.Int64
	var all sync.WaitGroup
	for range min(cap(w), len(sizes)/chunk+1) {
		all.Go(func() {
			r := newRows(b)
			for {
				first := int(next.Add(chunk)) - chunk
				if first >= len(sizes) || !w.acquire(ctx) {
					return
				}
				for part := first; part < min(first+chunk, len(sizes)) && ctx.Err() == nil; part++ {
					r.fillPart(part)
					sizes[part].rows = r.count
					sizes[part].size = r.size(r.count)
				}
				w.release()
			}
		})
	}
	all.Wait()
	return sizes, ctx.Err()
}

func (w Workers) acquire(ctx context.Context) bool {
	select {
	case w <- struct{}{}:
		return true
	case <-ctx.Done():
		return false
	}
}

func (w Workers) release() { <-w }

// divide divides the parts into files. It looks at single rows where a file ends within a part, where a part is long,
// and in tables that were not measured. It is false if there are too many files.
func (b *Table) divide(ctx context.Context, w Workers, d *divider, sizes []partSize) (bool, error) {
	if sizes == nil {
		if !w.acquire(ctx) {
			return false, ctx.Err()
		}
		defer w.release()
		return d.addRows(ctx, b.walk(0, 0), -1)
	}
	for part, s := range sizes {
		switch {
		case s.rows == 0:
		case d.rows%d.perFile+s.rows <= d.perFile && s.size < markEvery:
			if !d.add(mark{part: part}, s.rows, s.size) {
				return false, nil
			}
		default:
			if ok, err := d.addRows(ctx, b.walk(part, 0), part); !ok || err != nil {
				return false, err
			}
		}
	}
	return true, nil
}

// addRows adds single rows, those of one part or with part -1 all.
func (d *divider) addRows(ctx context.Context, r walk, only int) (bool, error) {
	line := make([]byte, 0, 512)
	for n := 0; ; n++ {
		if n%1024 == 0 && ctx.Err() != nil {
			return false, ctx.Err()
		}
		var ok bool
		if line, ok = r.append(line[:0]); !ok {
			return true, nil
		}
		part, row := r.position()
		if only >= 0 && part != only {
			return true, nil
		}
		if !d.add(mark{part: part, row: row - 1}, 1, int64(len(line))) {
			return false, nil
		}
	}
}
