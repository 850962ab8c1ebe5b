package upload

import (
	"io"
	"strings"
	"sync/atomic"
	"testing"
)

// TestWhatCameTooEarlyIsLost checks that the digest is lost if there is no room for an early piece, and that the room
// is given back.
func TestWhatCameTooEarlyIsLost(t *testing.T) {
	t.Parallel()
	other := [20]byte{1}
	for name, c := range map[string]struct {
		room  int64
		early piece
	}{
		"no room left":      {10, piece{20, 39}},
		"more than all get": {maxEarly, piece{20, 20 + maxEarly}},
	} {
		var room atomic.Int64
		room.Store(c.room)
		d := &digest{room: &room}
		held := d.take(piece{5, 9})
		_, _ = io.WriteString(held, "world")
		held.close(true)
		d.take(c.early).close(true)
		if got := d.of(40, other); !strings.HasPrefix(got, "01000000") || room.Load() != c.room {
			t.Errorf("%s: the hash is %s, %d bytes are left of %d", name, got, room.Load(), c.room)
		}
	}
}
