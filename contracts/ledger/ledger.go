// Package ledger keeps what contract runs created on a target: objects to delete, and reports to read later.
package ledger

import (
	"errors"
	"sync"
	"time"

	"github.com/dailymock/dailymock/contracts/internal/jsonfile"
)

// An Entry describes an object that a run created on a target.
type Entry struct {
	Kind    string    `json:"kind"` // "video", "playlist", "player", "subtitle" or "report"
	ID      string    `json:"id,omitempty"`
	Root    string    `json:"root,omitempty"` // the endpoint that created it
	Case    string    `json:"case"`
	Run     string    `json:"run"`
	Made    time.Time `json:"made"`
	Removed bool      `json:"removed"`
}

// A Ledger lists the objects that runs created, so that package cleanup can delete them. The zero Ledger is empty and
// is not saved.
type Ledger struct {
	File    string // "" means that the ledger is not saved
	Entries []Entry

	mu  sync.Mutex
	err error
}

// Open reads a ledger. It is empty if the file does not exist.
func Open(file string) (*Ledger, error) {
	l := &Ledger{File: file}
	return l, jsonfile.Read(file, &l.Entries)
}

// Add adds an object.
func (l *Ledger) Add(e Entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.Entries = append(l.Entries, e)
	l.save()
}

// Removed marks an object as deleted.
func (l *Ledger) Removed(kind, id string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, e := range l.Entries {
		if e.Kind == kind && e.ID == id {
			l.Entries[i].Removed = true
		}
	}
	l.save()
}

// Left returns the entries that are not deleted yet. Reports are left out: the API cannot delete them, and they expire
// after 48 hours (docs/spec/reporting.md#how-to-read-this).
func (l *Ledger) Left() []Entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	var left []Entry
	for _, e := range l.Entries {
		if !e.Removed && e.Kind != "report" {
			left = append(left, e)
		}
	}
	return left
}

// Err returns the errors of saving the ledger.
func (l *Ledger) Err() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.err
}

func (l *Ledger) save() {
	if l.File != "" {
		l.err = errors.Join(l.err, jsonfile.Write(l.File, l.Entries))
	}
}
