package contracts

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

// A Ledger lists the objects that runs created, so that Cleanup can delete them. The zero Ledger is empty and is not
// saved.
type Ledger struct {
	File    string // "" means that the ledger is not saved
	Entries []Entry

	mu  sync.Mutex
	err error
}

// OpenLedger reads a ledger. It is empty if the file does not exist.
func OpenLedger(file string) (*Ledger, error) {
	l := &Ledger{File: file}
	return l, jsonfile.Read(file, &l.Entries)
}

func (l *Ledger) add(e Entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.Entries = append(l.Entries, e)
	l.save()
}

func (l *Ledger) removed(kind, id string) {
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

// Created adds an object that the case created to the ledger, unless the target is a mock.
func (t *T) Created(kind, id string, d Endpoint) {
	if !t.Mock() {
		t.runner.Ledger.add(Entry{Kind: kind, ID: id, Root: d.Name, Case: t.Case.ID, Run: t.runner.RunID, Made: t.Now()})
	}
}

// Deleted marks an object in the ledger as deleted.
func (t *T) Deleted(kind, id string) { t.runner.Ledger.removed(kind, id) }

// SavedReports lists the reports that a run requested, with their tokens, so that another run can resume. The zero
// SavedReports is empty and not saved.
type SavedReports struct {
	File string // readable by its owner only; "" means that the list is not saved
	List []SavedReport

	mu  sync.Mutex
	err error
}

// A SavedReport describes a report that was requested.
type SavedReport struct {
	Name     string    `json:"name"` // endpoint and request
	Endpoint string    `json:"endpoint"`
	Token    string    `json:"token"`
	Case     string    `json:"case"`
	Made     time.Time `json:"made"`
	Ended    bool      `json:"ended"` // it no longer takes one of the key's two slots
}

// OpenSavedReports reads saved reports. The list is empty if the file does not exist.
func OpenSavedReports(file string) (*SavedReports, error) {
	s := &SavedReports{File: file}
	return s, jsonfile.Read(file, &s.List)
}

// Err returns the errors of saving the list.
func (s *SavedReports) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

func (s *SavedReports) find(name string) (SavedReport, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.List {
		if a.Name == name {
			return a, true
		}
	}
	return SavedReport{}, false
}

// open returns a report that may still take a slot, or nil.
func (s *SavedReports) open() *SavedReport {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.List {
		if !a.Ended {
			return &a
		}
	}
	return nil
}

func (s *SavedReports) add(a SavedReport) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.List = append(s.List, a)
	s.save()
}

func (s *SavedReports) close(name string) { s.end(func(a SavedReport) bool { return a.Name == name }) }

func (s *SavedReports) closeToken(token string) {
	s.end(func(a SavedReport) bool { return a.Token == token })
}

func (s *SavedReports) end(which func(SavedReport) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	changed := false
	for i, a := range s.List {
		if which(a) && !a.Ended {
			s.List[i].Ended, changed = true, true
		}
	}
	if changed {
		s.save()
	}
}

func (s *SavedReports) save() {
	if s.File != "" {
		s.err = errors.Join(s.err, jsonfile.Write(s.File, s.List))
	}
}
