package rows

import (
	"context"
	"errors"
	"io"
)

// A Reader reads one file of a report. It makes the rows while it is read, in a buffer whose size does not depend on
// the file.
type Reader struct {
	ctx     context.Context // of the request
	table   *Table
	workers Workers
	index   *index
	head    string

	offset int64  // of the next byte to be read
	rows   walk   // where writing stands; nil before the first read and after a seek
	skip   int64  // bytes to pass over until offset is reached
	buf    []byte // written and not yet read
	unread []byte
}

// bufferSize is how many bytes of rows are written at once.
const bufferSize = 64 << 10

// Open returns a reader of one of a table's files. It returns the error of the context when that ends.
func (b *Table) Open(ctx context.Context, w Workers, files Files, n int) (*Reader, error) {
	i, err := files[n].indexIn(ctx, b, w)
	if err != nil {
		return nil, err
	}
	return &Reader{ctx: ctx, table: b, workers: w, index: i, head: b.query.header()}, nil
}

// Seek implements io.Seeker.
func (c *Reader) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += c.offset
	case io.SeekEnd:
		offset += c.index.size
	}
	if offset < 0 {
		return 0, errors.New("report: seek before the start")
	}
	c.offset, c.rows, c.unread = offset, nil, nil
	return offset, nil
}

// Read implements io.Reader.
func (c *Reader) Read(p []byte) (int, error) {
	next, err := c.Next(int64(len(p)))
	return copy(p, next), err
}

// Next returns the next bytes, as many as are written at once and at most some. They are valid until the next call.
func (c *Reader) Next(most int64) ([]byte, error) {
	if c.offset >= c.index.size {
		return nil, io.EOF
	}
	if c.rows == nil || len(c.unread) == 0 {
		if err := c.fill(); err != nil {
			return nil, err
		}
	}
	next := c.unread[:min(int64(len(c.unread)), c.index.size-c.offset, most)]
	c.unread = c.unread[len(next):]
	c.offset += int64(len(next))
	return next, nil
}

// fill makes the next rows, when a worker is free.
func (c *Reader) fill() error {
	if !c.workers.acquire(c.ctx) {
		return c.ctx.Err()
	}
	defer c.workers.release()
	if c.rows == nil {
		c.start()
	}
	for len(c.unread) == 0 {
		if !c.write() {
			return io.ErrUnexpectedEOF
		}
	}
	return nil
}

// start goes to the last mark before the offset.
func (c *Reader) start() {
	m := c.index.before(c.offset)
	c.rows = c.table.walk(m.part, m.row)
	if c.buf == nil {
		c.buf = make([]byte, 0, bufferSize+4096)
	}
	c.buf = c.buf[:0]
	c.skip = c.offset - m.offset
	if c.offset < int64(len(c.head)) {
		c.buf = append(c.buf, c.head...)
		c.skip = c.offset
	}
	c.skipBytes()
}

// write fills the buffer with the next rows. It is false if there are none.
func (c *Reader) write() bool {
	c.buf = c.rows.appendUntil(c.buf[:0], bufferSize)
	c.skipBytes()
	return len(c.buf) > 0
}

// skipBytes drops the bytes before the offset.
func (c *Reader) skipBytes() {
	n := min(c.skip, int64(len(c.buf)))
	c.skip -= n
	c.unread = c.buf[n:]
}
