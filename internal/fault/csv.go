package fault

import (
	"bytes"
	"maps"
	"net/http"
	"slices"
)

// A damage changes the rows of a file, whose texts may be quoted. n counts rows from 0, the header; last is that of the
// file. The row has its line end, if it has one.
type damage func(row []byte, n int, last bool) []byte

const byteOrderMark = "\xef\xbb\xbf"

// damages are what an export can do to a CSV file that a loader has to cope with.
var damages = map[string]damage{
	"bom": func(row []byte, n int, _ bool) []byte {
		if n == 0 {
			return append([]byte(byteOrderMark), row...)
		}
		return row
	},
	"crlf": func(row []byte, _ int, _ bool) []byte {
		if text, ok := bytes.CutSuffix(row, []byte("\n")); ok {
			return append(bytes.Clone(text), "\r\n"...)
		}
		return row
	},
	"delimiter": func(row []byte, _ int, _ bool) []byte {
		quoted := false
		for i, c := range row {
			switch {
			case c == '"':
				quoted = !quoted
			case c == ',' && !quoted:
				row[i] = ';'
			}
		}
		return row
	},
	"header-twice": func(row []byte, n int, _ bool) []byte {
		if n == 0 {
			return slices.Concat(row, row)
		}
		return row
	},
	"cut-row": func(row []byte, n int, last bool) []byte {
		if last && n > 0 {
			return row[:len(row)/2]
		}
		return row
	},
	"late-column": func(row []byte, n int, _ bool) []byte {
		if n < 2 {
			return row
		}
		text, ended := bytes.CutSuffix(row, []byte("\n"))
		text = append(bytes.Clone(text), ",late"...)
		if ended {
			text = append(text, '\n')
		}
		return text
	},
}

// Damages returns the values of the effect csv, sorted.
func Damages() []string { return slices.Sorted(maps.Keys(damages)) }

// maxRow is the longest row that is changed, in bytes.
const maxRow = 1 << 20

// damaged passes a file on, row by row. Its length is not known before.
type damaged struct {
	http.ResponseWriter
	damage damage
	whole  bool   // the body passes as it is: of an error
	wrote  bool   // the header is out
	row    []byte // that has begun, with the rows behind it that have not been passed on
	quoted bool   // row ends within quotation marks
	rows   int    // passed on
}

func newDamaged(w http.ResponseWriter, r *http.Request, name string) *damaged {
	for _, header := range []string{"Range", "If-Range", "If-None-Match", "If-Modified-Since", "If-Match"} {
		r.Header.Del(header) // about the bytes of the file as it should be
	}
	return &damaged{ResponseWriter: w, damage: damages[name]}
}

func (d *damaged) WriteHeader(status int) {
	if d.wrote = true; status != http.StatusOK {
		d.whole = true
	} else {
		h := d.Header()
		for _, header := range []string{"Content-Length", "ETag", "Accept-Ranges", "Last-Modified"} {
			h.Del(header)
		}
	}
	d.ResponseWriter.WriteHeader(status)
}

func (d *damaged) Write(b []byte) (int, error) {
	if !d.wrote {
		d.WriteHeader(http.StatusOK)
	}
	if d.whole {
		return d.ResponseWriter.Write(b)
	}
	for n, rest := 0, b; len(rest) > 0; rest = rest[n:] {
		n = d.until(rest)
		d.row = append(d.row, rest[:n]...)
		if n < len(rest) || len(d.row) > maxRow { // another row follows
			if err := d.pass(false); err != nil {
				return 0, err
			}
		}
	}
	return len(b), nil
}

// until returns how many bytes belong to the row that has begun: none if it has ended.
func (d *damaged) until(b []byte) int {
	if !d.quoted && bytes.HasSuffix(d.row, []byte("\n")) {
		return 0
	}
	for i, c := range b {
		switch {
		case c == '"':
			d.quoted = !d.quoted
		case c == '\n' && !d.quoted:
			return i + 1
		}
	}
	return len(b)
}

func (d *damaged) pass(last bool) error {
	_, err := d.ResponseWriter.Write(d.damage(d.row, d.rows, last))
	d.row, d.rows = d.row[:0], d.rows+1
	return err
}

func (d *damaged) end() {
	if len(d.row) > 0 {
		_ = d.pass(true) // fails only if the client has gone
	}
}
