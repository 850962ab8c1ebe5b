package rows

import "context"

// The rows of a report with millions of them are not counted before its first file is read. Its files are divided by
// the most rows that each part can have, which follows from the totals of its videos and days. So most files have a
// little fewer rows than allowed.

// maxCounted is the most rows that are counted, and divided to the row.
const maxCounted = 200_000

// bounds returns the most rows of each part, or nil for a table that is to be counted.
func (b *Table) bounds() []int {
	if b.query.Order.By != "" || b.MaxRows() <= maxCounted {
		return nil
	}
	values := b.valuesInPart()
	bounds, daily := make([]int, b.parts()), b.totals()
	var t totals
	sum := 0
	for part := range bounds {
		n := values
		switch days, videos := b.days(part); {
		case daily == nil || b.events:
			n = min(n, b.clustersOf(&t, days, videos, n))
		case daily[part] > 1:
			n = min(n, int(daily[part]), videos[0].detail)
		default:
			n = int(daily[part])
		}
		bounds[part] = n
		sum += bounds[part]
	}
	if sum <= maxCounted {
		return nil
	}
	return bounds
}

// valuesInPart returns the most different keys in a part.
func (b *Table) valuesInPart() int {
	const enough = 1 << 40
	values := 1
	for i, c := range b.columns {
		if !inPart(b.query.Request.Dimensions[i]) { // in a single table too: files stay as they are
			values = min(values*max(len(c.texts), 1), enough)
		}
	}
	return values
}

// clustersOf returns the most clusters of a part. It stops to add at a limit.
func (b *Table) clustersOf(t *totals, days []int, videos []*video, limit int) (n int) {
	for _, day := range days {
		for _, v := range videos {
			if b.plays {
				n += int(min(t.of(b.scope, v, b.scope.date(day)), int64(v.detail)))
			}
			if b.events {
				n += eventsADay
			}
			if n >= limit {
				return n
			}
		}
	}
	return n
}

// divideByBounds divides parts into files by the most rows that they can have. Parts that may be longer than a file
// are counted.
func (b *Table) divideByBounds(ctx context.Context, w Workers, bounds []int) (Files, error) {
	if !w.acquire(ctx) {
		return nil, ctx.Err()
	}
	defer w.release()
	perFile := b.query.RowsPerFile
	r := rowsFrom(b, 0, 0)
	for part, n := range bounds {
		if n > perFile {
			if ctx.Err() != nil {
				return nil, ctx.Err()
			}
			r.goTo(part)
			bounds[part] = r.count
		}
	}
	for ; ; perFile *= 2 {
		if starts := divideBounds(bounds, perFile); len(starts) <= maxFiles {
			return b.filesFrom(starts), nil
		}
	}
}

// divideBounds returns where files with at most so many rows start.
func divideBounds(bounds []int, perFile int) []mark {
	starts, rows := []mark{{}}, 0
	for part, n := range bounds {
		if rows > 0 && rows+n > perFile {
			starts, rows = append(starts, mark{part: part}), 0
		}
		for row := perFile; row < n; row += perFile { // a part that is longer than a file begins one
			starts, rows = append(starts, mark{part: part, row: row}), -row
		}
		rows += n
		if len(starts) > maxFiles {
			break
		}
	}
	return starts
}

// filesFrom returns files without an index.
func (b *Table) filesFrom(starts []mark) (files Files) {
	for i, from := range starts {
		to := mark{part: b.parts()}
		if i+1 < len(starts) {
			to = starts[i+1]
		}
		files = append(files, &file{from: from, to: to})
	}
	return files
}

// indexOf counts the rows from one mark until before another.
func (b *Table) indexOf(ctx context.Context, from, to mark) (*index, error) {
	from.offset = int64(len(b.query.header()))
	x := &index{from.offset, []mark{from}, b.partsPerMark()}
	r := rowsFrom(b, from.part, 0)
	for part := from.part; part < b.parts() && (part < to.part || part == to.part && to.row > 0); part++ {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		r.goTo(part)
		end := r.count
		if part == to.part {
			end = min(end, to.row)
		}
		if part == from.part {
			r.next = from.row
		}
		for r.next < end {
			row := r.next
			x.add(mark{part: part, row: row}, r.size(min(end, row+rowsPerSize)))
		}
	}
	return x, nil
}

// rowsPerSize is how many rows are between two marks at least.
const rowsPerSize = 1 << 10
