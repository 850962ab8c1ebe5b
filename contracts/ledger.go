package contracts

import (
	"errors"
	"sync"
	"time"

	"github.com/dailymock/dailymock/contracts/internal/jsonfile"
)

// An Entry is something that a run created on a target.
type Entry struct {
	Kind    string    `json:"kind"` // "video", "playlist", "player", "subtitle" or "report"
	ID      string    `json:"id,omitempty"`
	Root    string    `json:"root,omitempty"` // the endpoint by which it was made
	Case    string    `json:"case"`
	Run     string    `json:"run"`
	Made    time.Time `json:"made"`
	Removed bool      `json:"removed"`
}

// A Ledger holds what runs created, so that nothing is forgotten on somebody's
// account. The zero Ledger is empty and kept nowhere.
type Ledger struct {
	File    string // "" means nowhere
	Entries []Entry

	mu  sync.Mutex
	err error
}

// OpenLedger reads a ledger; a file that is not there is an empty one.
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

// Left are the entries that are still there. Reports end by themselves after 48
// hours: there is nothing to delete them with (docs/spec/reporting.md#how-to-read-this).
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

// Err is the first error of writing the ledger.
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

// Made enters something that the case created on a real target.
func (t *T) Made(kind, id string, d Endpoint) {
	if !t.Mock() {
		t.run.Ledger.add(Entry{Kind: kind, ID: id, Root: d.Name, Case: t.Case.ID, Run: t.run.RunID, Made: t.Now()})
	}
}

// Gone says that the case removed what it created.
func (t *T) Gone(kind, id string) { t.run.Ledger.removed(kind, id) }

// SavedReports holds the reports that a run asked for, with their tokens, for another
// run to go on with. The zero State is empty and kept nowhere.
type SavedReports struct {
	File string // "" means nowhere; readable by its owner only
	List []SavedReport

	mu  sync.Mutex
	err error
}

// SavedReport is a report that was asked for.
type SavedReport struct {
	Name     string    `json:"name"` // endpoint and request
	Endpoint string    `json:"endpoint"`
	Token    string    `json:"token"`
	Case     string    `json:"case"`
	Made     time.Time `json:"made"`
	Ended    bool      `json:"ended"` // it holds no place any more
}

// OpenSavedReports reads a state; a file that is not there is an empty one.
func OpenSavedReports(file string) (*SavedReports, error) {
	s := &SavedReports{File: file}
	return s, jsonfile.Read(file, &s.List)
}

// Err is the first error of writing the state.
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

// open is a report that may hold a place.
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
