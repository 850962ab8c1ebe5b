package rows

import "sort"

// Files says how the rows of a table are divided into files, and where to start reading in the middle of one. It holds
// no rows.
type Files struct {
	files []fileSpan
	marks []mark // of all files, in order
}

// A fileSpan is one file: its length in bytes, with the header, and its first mark.
type fileSpan struct {
	size      int64
	firstMark int
}

// A mark is a place in a file at which a row begins.
type mark struct {
	offset    int64 // in the file
	part, row int   // to start a walk at
}

const (
	// markEvery is the distance of marks, in bytes.
	markEvery = 1 << 18
	// maxFiles bounds the files of one report. If there are too many rows, files are twice as long as requested, or four
	// times, and so on.
	maxFiles = 10_000
)

// Len returns the number of files.
func (x *Files) Len() int { return len(x.files) }

// before returns the last mark of a file at or before an offset. An offset in the header gets the first.
func (x *Files) before(file int, offset int64) mark {
	marks := x.marks[x.files[file].firstMark:]
	if file+1 < len(x.files) {
		marks = marks[:x.files[file+1].firstMark-x.files[file].firstMark]
	}
	i := sort.Search(len(marks), func(i int) bool { return marks[i].offset > offset })
	return marks[max(i-1, 0)]
}

// A divider divides rows into files, in order.
type divider struct {
	Files
	head    int64 // length of the header
	perFile int
	rows    int // in the last file
}

func newDivider(head int64, perFile int) *divider {
	d := &divider{head: head, perFile: perFile}
	d.open(mark{})
	return d
}

// open begins a file whose first row is at a mark.
func (d *divider) open(at mark) {
	at.offset = d.head
	d.files = append(d.files, fileSpan{size: d.head, firstMark: len(d.marks)})
	d.marks = append(d.marks, at)
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
	file := &d.files[len(d.files)-1]
	if file.size-d.marks[len(d.marks)-1].offset >= markEvery {
		at.offset = file.size
		d.marks = append(d.marks, at)
	}
	file.size += size
	d.rows += rows
	return true
}
