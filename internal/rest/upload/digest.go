package upload

import (
	"bytes"
	"crypto/sha1"
	"encoding"
	"encoding/hex"
	"hash"
	"io"
	"sync"
	"sync/atomic"
)

// A digest is the SHA-1 of a file whose pieces arrive in any order, several at once. A piece that continues what was
// hashed is hashed while it is read. A piece that arrives before its turn waits in memory; if there is no room for it,
// the
// digest is lost, and the upload uses a hash of its pieces' hashes instead.
type digest struct {
	mu    sync.Mutex
	sum   hash.Hash        // of the bytes before next; nil before the first
	next  int64            // the first byte that is not hashed
	busy  bool             // a piece is being hashed
	saved []byte           // sum as it was before that piece
	early map[int64][]byte // by where they begin; the capacity of each counts
	lost  bool

	room *atomic.Int64 // the bytes that may still wait, of all uploads
}

// maxEarly is how many bytes of early pieces wait in memory, of all uploads.
const maxEarly = 64 << 20

// An intake takes in one piece. close must be called once.
type intake struct {
	io.Writer
	close func(ok bool)
}

// take returns an intake for a piece.
func (d *digest) take(p piece) intake {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.sum == nil {
		d.sum = sha1.New()
	}
	if d.next == p.start && !d.busy && !d.lost {
		return d.hashing(p)
	}
	n := p.end - p.start + 1
	if d.lost || d.room.Add(-n) < 0 {
		if !d.lost {
			d.room.Add(n)
		}
		return intake{io.Discard, d.lose}
	}
	b := bytes.NewBuffer(make([]byte, 0, n))
	return intake{b, func(ok bool) { d.keep(p, b.Bytes(), ok) }}
}

// binary returns the sum as it can be restored. It needs the lock.
func (d *digest) binary() []byte {
	b, _ := d.sum.(encoding.BinaryMarshaler).MarshalBinary() // SHA-1 can
	return b
}

// hashing needs the lock.
func (d *digest) hashing(p piece) intake {
	d.busy, d.saved = true, d.binary()
	return intake{d.sum, func(ok bool) {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.busy = false
		if !ok {
			_ = d.sum.(encoding.BinaryUnmarshaler).UnmarshalBinary(d.saved)
			return
		}
		d.next = p.end + 1
		d.drain()
	}}
}

// keep stores an early piece, unless it was not read whole or a longer one begins at the same byte.
func (d *digest) keep(p piece, body []byte, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !ok || d.lost || len(d.early[p.start]) >= len(body) {
		d.room.Add(int64(cap(body)))
		return
	}
	if d.early == nil {
		d.early = map[int64][]byte{}
	}
	d.room.Add(int64(cap(d.early[p.start])))
	d.early[p.start] = body
	if !d.busy {
		d.drain()
	}
}

// drain hashes the early pieces whose turn it is now. It needs the lock.
func (d *digest) drain() {
	for moved := true; moved; {
		moved = false
		for start, body := range d.early {
			if start > d.next {
				continue
			}
			if known := d.next - start; known < int64(len(body)) {
				d.sum.Write(body[known:])
				d.next += int64(len(body)) - known
			}
			d.drop(start)
			moved = true
		}
	}
}

// drop needs the lock.
func (d *digest) drop(start int64) {
	d.room.Add(int64(cap(d.early[start])))
	delete(d.early, start)
}

// lose gives up, unless the piece without room was not read whole.
func (d *digest) lose(ok bool) {
	if ok {
		d.forget()
	}
}

// forget drops the early pieces.
func (d *digest) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for start := range d.early {
		d.drop(start)
	}
	d.lost = true
}

// of returns the hash of a complete file of a size, or otherwise if the digest was lost.
func (d *digest) of(size int64, otherwise [sha1.Size]byte) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.lost || d.next != size {
		return hex.EncodeToString(otherwise[:])
	}
	return hex.EncodeToString(d.sum.Sum(nil))
}
