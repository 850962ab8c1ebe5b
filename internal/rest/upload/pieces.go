package upload

import (
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// An upload is one file that is being received.
type upload struct {
	mu       sync.Mutex
	size     int64 // as announced; 0 for not yet
	received atomic.Int64
	held     []piece // merged, in order
	inPieces bool
	digest   digest   // of the file
	pieces   [20]byte // the pieces' digests in one, whatever their order
	state    string
	last     time.Time // of the last activity
	done     *File
}

// A piece is a range of bytes, both ends included.
type piece struct{ start, end int64 }

// add adds a piece of the file, and returns false if it is there already. The caller holds the lock.
func (u *upload) add(p piece, digest [20]byte) bool {
	at := 0
	for at < len(u.held) && u.held[at].end < p.start-1 {
		at++
	}
	if at < len(u.held) && u.held[at].start <= p.start && p.end <= u.held[at].end {
		return false
	}
	last := at
	for last < len(u.held) && u.held[last].start <= p.end+1 {
		p.start, p.end = min(p.start, u.held[last].start), max(p.end, u.held[last].end)
		last++
	}
	u.held = append(u.held[:at], append([]piece{p}, u.held[last:]...)...)
	for i := range u.pieces {
		u.pieces[i] ^= digest[i]
	}
	sum := int64(0)
	for _, h := range u.held {
		sum += h.end - h.start + 1
	}
	u.received.Store(sum)
	return true
}

// ranges returns the pieces as clients read them: 0-99,200-299/1000.
func (u *upload) ranges() string {
	var b strings.Builder
	for i, p := range u.held {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, "%d-%d", p.start, p.end)
	}
	fmt.Fprintf(&b, "/%d", u.size)
	return b.String()
}

// whole reports whether no piece is missing.
func (u *upload) whole() bool {
	return len(u.held) == 1 && u.held[0] == piece{0, u.size - 1}
}

// MaxFile is the size of the largest file that an account may upload.
const MaxFile = 64 << 30
