// Package mailbox keeps the e-mails that the vendor would send. No e-mail leaves the mock.
package mailbox

import (
	"encoding/json"
	"slices"
	"sync"
	"time"
)

// An Email is one that the vendor sends to a user (docs/spec/mcn.md).
type Email struct {
	At      time.Time `json:"at"` // by the mock's clock
	To      string    `json:"to"`
	User    string    `json:"user"` // the id of the receiver
	Event   string    `json:"event"`
	Network string    `json:"network"` // the id of the account that manages the user, or did
}

// The events of an Email.
const (
	Adopted  = "adopted"
	Rejected = "rejected"
)

// maxEmails is how many e-mails a Mailbox keeps.
const maxEmails = 1000

// A Mailbox keeps the last e-mails. The zero Mailbox is empty and ready to use; it is safe for concurrent use.
type Mailbox struct {
	mu     sync.Mutex
	emails []Email
}

// Add keeps an e-mail and forgets the oldest if there are too many.
func (m *Mailbox) Add(e Email) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.emails = append(m.emails, e)
	m.emails = m.emails[max(len(m.emails)-maxEmails, 0):]
}

// Emails returns the last e-mails, oldest first.
func (m *Mailbox) Emails() []Email {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.emails)
}

// Snapshot returns the e-mails as JSON.
func (m *Mailbox) Snapshot() ([]byte, error) { return json.Marshal(m.Emails()) }

// Restore replaces the e-mails by those of a snapshot.
func (m *Mailbox) Restore(data []byte) error {
	var emails []Email
	if err := json.Unmarshal(data, &emails); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.emails = emails
	return nil
}
