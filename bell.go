package dailymock

import (
	"context"
	"sync"

	"github.com/dailymock/dailymock/internal/rest"
)

// A bell delivers webhooks when the clock has come so far: by a timer while it
// runs, and whenever it is moved.
type bell struct {
	clock *clock
	hooks *rest.Hooks

	mu      sync.Mutex
	stop    func() // of the timer that is set; nil for none
	silent  bool
	ringing sync.Mutex // one delivery at a time, so that their order stays
}

func newBell(c *clock, anywhere bool) *bell {
	b := &bell{clock: c, hooks: &rest.Hooks{Anywhere: anywhere}}
	b.hooks.Wake, c.moved = b.set, b.set
	return b
}

// set sees to what is to be delivered next: now, or by a timer.
func (b *bell) set() {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.stop != nil {
		b.stop()
		b.stop = nil
	}
	due, ok := b.hooks.Next()
	if !ok || b.silent {
		return
	}
	if !due.After(b.clock.Now()) {
		go b.ring()
		return
	}
	if wait, ok := b.clock.until(due); ok {
		b.stop = after(wait, b.set)
	}
}

func (b *bell) ring() {
	b.ringing.Lock()
	b.hooks.Run(context.Background(), b.clock.Now())
	b.ringing.Unlock()
	b.set()
}

// silence ends all deliveries that have not begun.
func (b *bell) silence() {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.silent = true
	if b.stop != nil {
		b.stop()
	}
}
