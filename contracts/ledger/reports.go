package ledger

import (
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/dailymock/dailymock/contracts/internal/jsonfile"
)

// Reports lists the reports that a run requested, with their tokens, so that another run can resume. The zero
// Reports is empty and not saved.
type Reports struct {
	File string // readable by its owner only; "" means that the list is not saved
	List []Report

	mu  sync.Mutex
	err error
}

// A Report describes a report that was requested.
type Report struct {
	Name     string    `json:"name"` // endpoint and request
	Endpoint string    `json:"endpoint"`
	Token    string    `json:"token"`
	Case     string    `json:"case"`
	Made     time.Time `json:"made"`
	Ended    bool      `json:"ended"` // it no longer takes one of the key's two slots
}

// OpenReports reads saved reports. The list is empty if the file does not exist.
func OpenReports(file string) (*Reports, error) {
	s := &Reports{File: file}
	return s, jsonfile.Read(file, &s.List)
}

// Err returns the errors of saving the list.
func (s *Reports) Err() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.err
}

// Find returns the report with a name.
func (s *Reports) Find(name string) (Report, bool) {
	return s.first(func(r Report) bool { return r.Name == name })
}

// Open returns a report that may still take a slot, if there is one.
func (s *Reports) Open() (Report, bool) { return s.first(func(r Report) bool { return !r.Ended }) }

func (s *Reports) first(which func(Report) bool) (Report, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.List, which)
	if i < 0 {
		return Report{}, false
	}
	return s.List[i], true
}

// Add adds a report.
func (s *Reports) Add(a Report) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.List = append(s.List, a)
	s.save()
}

// End marks the report with a token as ended.
func (s *Reports) End(token string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.List, func(r Report) bool { return r.Token == token && !r.Ended })
	if i >= 0 {
		s.List[i].Ended = true
		s.save()
	}
}

func (s *Reports) save() {
	if s.File != "" {
		s.err = errors.Join(s.err, jsonfile.Write(s.File, s.List))
	}
}
