package world_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/testing/slow"
	"github.com/dailymock/dailymock/internal/world/edits"
)

// TestMovesAreBounded: a playlist that is filled and emptied again and again is
// refused in the end, and holds what it held.
func TestMovesAreBounded(t *testing.T) {
	slow.Race(t)
	t.Parallel()
	w := made(t, "partners: [{name: P, channels: [{slug: a}]}]")
	now := time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)
	ids := make([]string, 1900)
	for i := range ids {
		ids[i] = fmt.Sprintf("x%d", 1000000+i)
	}
	var err error
	held := 0
	for range 1000 {
		if err = w.Fill("xlist", nil, ids, now); err != nil {
			break
		}
		if err = w.Fill("xlist", ids, nil, now); err != nil {
			held = len(ids)
			break
		}
	}
	if !errors.Is(err, edits.ErrFull) {
		t.Fatalf("after a thousand times: %v, want ErrFull", err)
	}
	if links, _ := w.Links(edits.Content, "xlist"); len(links) != held {
		t.Errorf("it holds %d videos, want %d", len(links), held)
	}
}
