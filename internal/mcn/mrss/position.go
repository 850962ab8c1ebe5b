package mrss

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"unicode/utf8"
)

// errTooLong ends the reading of a document with more than maxElement bytes in one element.
var errTooLong = errors.New("too long")

// A place is a line and a column, from 1.
type place struct{ line, column int }

// A text is the input of the decoder. It knows the place of the next byte and of the one before, and bounds the bytes
// of one element, since encoding/xml keeps a token of any length.
type text struct {
	in           *bufio.Reader
	read         int64 // bytes
	limit        int64 // of read
	last         byte
	here, before place
	failed       error // of the input
}

func newText(r io.Reader) *text {
	return &text{in: bufio.NewReader(r), limit: maxElement, here: place{1, 1}, before: place{1, 1}}
}

// ReadByte returns the next byte.
func (t *text) ReadByte() (byte, error) {
	if t.read >= t.limit {
		return 0, errTooLong
	}
	b, err := t.in.ReadByte()
	if err != nil {
		if !errors.Is(err, io.EOF) {
			t.failed = err
		}
		return 0, err
	}
	t.read++
	t.before = t.here
	switch {
	case b == '\n' && t.last == '\r': // the end of a line already
	case b == '\n' || b == '\r':
		t.here = place{t.here.line + 1, 1}
	case utf8.RuneStart(b):
		t.here.column++
	}
	t.last = b
	return b, nil
}

// Read is there for encoding/xml, which reads bytes only.
func (t *text) Read([]byte) (int, error) { return 0, fmt.Errorf("read: %w", errors.ErrUnsupported) }

// at returns the place of an offset, which is that of the next byte or of the one before.
func (t *text) at(offset int64) place {
	if offset < t.read {
		return t.before
	}
	return t.here
}
