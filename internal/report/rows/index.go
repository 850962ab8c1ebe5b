package rows

import "sort"

// Files says how a table's rows fall into files, and where to start reading
// in the middle of one. It holds no rows.
type Files struct {
	files []fileSpan
	marks []mark // of all files, in order
}

// An fileSpan is one file: its length in bytes, header included, and its first mark.
type fileSpan struct {
	size      int64
	firstMark int
}

// A mark is a place in a file at which a row begins.
type mark struct {
	offset    int64 // in the file
	part, row int   // for a walk to begin at
}

const (
	// markEvery is how far apart marks stand, in bytes.
	markEvery = 1 << 20
	// maxFiles bounds the files of one report. Where more rows come, files are
	// twice as long as was asked, or four times, and so on.
	maxFiles = 10_000
)

// Count walks over all rows once, or again where there are too many files.
func (b *Table) Count() *Files {
	head, perFile := int64(len(b.query.header())), b.query.RowsPerFile
	for {
		if x, ok := tryIndex(b.walk(0, 0), head, perFile); ok {
			return x
		}
		perFile *= 2
	}
}

func tryIndex(r walk, head int64, perFile int) (*Files, bool) {
	x := &Files{}
	x.open(head, mark{})
	line := make([]byte, 0, 512)
	for n := 0; ; n++ {
		var ok bool
		if line, ok = r.append(line[:0]); !ok {
			return x, true
		}
		part, row := r.position()
		here := mark{part: part, row: row - 1}
		if n == perFile {
			if len(x.files) == maxFiles {
				return nil, false
			}
			x.open(head, here)
			n = 0
		}
		file := &x.files[len(x.files)-1]
		if file.size-x.marks[len(x.marks)-1].offset >= markEvery {
			here.offset = file.size
			x.marks = append(x.marks, here)
		}
		file.size += int64(len(line))
	}
}

// open begins a file whose first row stands at a mark, behind the header.
func (x *Files) open(head int64, at mark) {
	at.offset = head
	x.files = append(x.files, fileSpan{size: head, firstMark: len(x.marks)})
	x.marks = append(x.marks, at)
}

// Len returns the number of files.
func (x *Files) Len() int { return len(x.files) }

// before returns the last mark of a file at or before an offset; an offset in
// the header gets the first.
func (x *Files) before(file int, offset int64) mark {
	marks := x.marks[x.files[file].firstMark:]
	if file+1 < len(x.files) {
		marks = marks[:x.files[file+1].firstMark-x.files[file].firstMark]
	}
	i := sort.Search(len(marks), func(i int) bool { return marks[i].offset > offset })
	return marks[max(i-1, 0)]
}
