package rest

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

// A digest is the SHA-1 of a file whose pieces come in any order, several at
// once. A piece that continues what is hashed is hashed as it comes in; one that
// comes early is kept until its turn. Where too much came early the digest is
// lost, and the file has a hash of its pieces' hashes instead.
type digest struct {
	mu    sync.Mutex
	sum   hash.Hash        // of the bytes before next; nil before the first
	next  int64            // the first byte that is not hashed
	busy  bool             // a piece is being hashed
	early map[int64][]byte // by where they begin
	kept  int64            // bytes of them
	lost  bool

	budget *atomic.Int64 // what is left for early pieces of all uploads, in bytes
}

const (
	maxEarly    = 64 << 20 // bytes of one file
	maxEarlyAll = 256 << 20
)

// An intake takes in one piece. close must be called once.
type intake struct {
	io.Writer
	close func(ok bool)
}

// take makes an intake for a piece.
func (d *digest) take(p piece) intake {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.sum == nil {
		d.sum = sha1.New()
	}
	if d.next == p.start && !d.busy && !d.lost {
		return d.hashing(p)
	}
	if d.lost || !d.reserve(p.end-p.start+1) {
		return intake{io.Discard, d.lose}
	}
	var b bytes.Buffer
	return intake{&b, func(ok bool) { d.keep(p, b.Bytes(), ok) }}
}

// reserve needs the lock.
func (d *digest) reserve(n int64) bool {
	if d.kept+n > maxEarly {
		return false
	}
	if d.budget.Add(-n) < 0 {
		d.budget.Add(n)
		return false
	}
	d.kept += n
	return true
}

// hashing needs the lock.
func (d *digest) hashing(p piece) intake {
	d.busy = true
	before, _ := d.sum.(encoding.BinaryMarshaler).MarshalBinary() // SHA-1 can
	return intake{d.sum, func(ok bool) {
		d.mu.Lock()
		defer d.mu.Unlock()
		d.busy = false
		if !ok {
			_ = d.sum.(encoding.BinaryUnmarshaler).UnmarshalBinary(before)
			return
		}
		d.next = p.end + 1
		d.drain()
	}}
}

func (d *digest) keep(p piece, body []byte, ok bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if !ok || d.lost || int64(len(d.early[p.start])) >= int64(len(body)) {
		d.release(p.end - p.start + 1)
		return
	}
	if d.early == nil {
		d.early = map[int64][]byte{}
	}
	d.release(int64(len(d.early[p.start])))
	d.early[p.start] = body
	if !d.busy {
		d.drain()
	}
}

// drain hashes what came early and has its turn now. It needs the lock.
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
			delete(d.early, start)
			d.release(int64(len(body)))
			moved = true
		}
	}
}

// release needs the lock.
func (d *digest) release(n int64) {
	d.kept -= n
	d.budget.Add(n)
}

// lose gives up; a piece that could not be read changes nothing.
func (d *digest) lose(ok bool) {
	if ok {
		d.forget()
	}
}

// forget drops what is kept.
func (d *digest) forget() {
	d.mu.Lock()
	defer d.mu.Unlock()
	for start, body := range d.early {
		delete(d.early, start)
		d.release(int64(len(body)))
	}
	d.lost = true
}

// of is the hash of a file of a size, all of which has come; otherwise stands in
// where the digest was lost.
func (d *digest) of(size int64, otherwise [20]byte) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.lost || d.next != size {
		return hex.EncodeToString(otherwise[:])
	}
	return hex.EncodeToString(d.sum.Sum(nil))
}
