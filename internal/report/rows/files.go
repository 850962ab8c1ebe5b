package rows

import (
	"context"
	"sort"
	"sync"
)

// Files says how the rows of a table are divided into files, and where to start reading in the middle of one. It holds
// neither rows nor the table, since thousands of reports are remembered.
type Files []*file

// A file is the rows of a table from one mark until before another.
type file struct {
	from, to mark // their offsets are not set
	mu       sync.Mutex
	index    *index // nil until it is needed
}

// An index has the length of a file in bytes, with the header, and places to start reading at.
type index struct {
	size  int64
	marks []mark // in order
	parts int    // the most that are read from a mark on
}

// A mark is a place in a file at which a row begins.
type mark struct {
	offset    int64 // in the file
	part, row int   // to start a walk at
}

const (
	// markEvery is the distance of marks, in bytes.
	markEvery = 1 << 18
	// markSubjects is the most days of videos that are read between two marks. It counts for parts with few rows.
	markSubjects = 1 << 10
	// maxFiles bounds the files of one report. If there are too many rows, files are twice as long as requested, or four
	// times, and so on.
	maxFiles = 10_000
)

// partsPerMark returns how many parts have some markSubjects days of videos.
func (b *Table) partsPerMark() int {
	return max(1, markSubjects*b.parts()/max(1, b.scope.days()*len(b.scope.videos)))
}

// Len returns the number of files.
func (x Files) Len() int { return len(x) }

// indexIn returns the index of the file of a table. It counts the rows of the file if that was not done before.
func (f *file) indexIn(ctx context.Context, b *Table, w Workers) (*index, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.index == nil {
		if !w.acquire(ctx) {
			return nil, ctx.Err()
		}
		defer w.release()
		i, err := b.indexOf(ctx, f.from, f.to)
		if err != nil {
			return nil, err
		}
		f.index = i
	}
	return f.index, nil
}

// before returns the last mark at or before an offset. An offset in the header gets the first.
func (x *index) before(offset int64) mark {
	i := sort.Search(len(x.marks), func(i int) bool { return x.marks[i].offset > offset })
	return x.marks[max(i-1, 0)]
}

// add adds rows that begin at a mark.
func (x *index) add(at mark, size int64) {
	last := &x.marks[len(x.marks)-1]
	if x.size-last.offset >= markEvery || at.part-last.part >= x.parts {
		at.offset = x.size
		x.marks = append(x.marks, at)
	}
	x.size += size
}

// A divider divides rows into files, in order.
type divider struct {
	files   []*file
	head    int64 // length of the header
	perFile int
	parts   int // between marks
	rows    int // in the last file
}

func newDivider(b *Table, perFile int) *divider {
	d := &divider{head: int64(len(b.query.header())), perFile: perFile, parts: b.partsPerMark()}
	d.open(mark{})
	return d
}

// open begins a file whose first row is at a mark.
func (d *divider) open(at mark) {
	at.offset = d.head
	d.files = append(d.files, &file{from: at, index: &index{d.head, []mark{at}, d.parts}})
	d.rows = 0
}

// add adds rows that begin at a mark, all to the same file. It is false if there are too many files.
func (d *divider) add(at mark, rows int, size int64) bool {
	if d.rows == d.perFile {
		if len(d.files) == maxFiles {
			return false
		}
		d.open(at)
	}
	d.files[len(d.files)-1].index.add(at, size)
	d.rows += rows
	return true
}
