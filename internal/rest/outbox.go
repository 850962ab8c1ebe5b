package rest

import (
	"slices"
	"sync"
	"time"

	"github.com/dailymock/dailymock/internal/world"
)

// A Letter is an e-mail that the vendor sends to a user (spec/mcn.md §2). None
// leaves the mock.
type Letter struct {
	At      time.Time `json:"at"` // of the mock
	To      string    `json:"to"`
	User    string    `json:"user"` // the id of who gets it
	Event   string    `json:"event"`
	Network string    `json:"network"` // the id of the account that now manages the user, or no longer
}

// What a Letter tells.
const (
	Adopted  = "adopted"
	Rejected = "rejected"
)

// maxLetters bounds those that are remembered.
const maxLetters = 1000

type outbox struct {
	mu      sync.Mutex
	letters []Letter
}

// Outbox returns the last letters, oldest first.
func (s *Surface) Outbox() []Letter {
	s.outbox.mu.Lock()
	defer s.outbox.mu.Unlock()
	return slices.Clone(s.outbox.letters)
}

func (c *call) write(event string, to, network *world.Channel) {
	o := c.outbox
	o.mu.Lock()
	defer o.mu.Unlock()
	o.letters = append(o.letters, Letter{c.now, emailOf(to), to.ID(), event, network.ID()})
	o.letters = o.letters[max(len(o.letters)-maxLetters, 0):]
}
