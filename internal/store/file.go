package store

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dailymock/dailymock/internal/bounded"
	"github.com/dailymock/dailymock/internal/clock"
)

// Read returns the content of a state file, or nil if there is none yet. It returns an error if the file cannot be
// read, or its folder cannot be written to.
func Read(path string) ([]byte, error) {
	data, err := bounded.ReadFile(path, bounded.State)
	if errors.Is(err, fs.ErrNotExist) {
		data, err = nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("state file: %w", err)
	}
	probe, err := os.CreateTemp(filepath.Dir(path), temporary(path))
	if err != nil {
		return nil, fmt.Errorf("state file %s: its folder must be writable: %w", path, err)
	}
	return data, errors.Join(probe.Close(), os.Remove(probe.Name()))
}

func temporary(path string) string { return "." + filepath.Base(path) + ".*.tmp" }

// Write replaces a state file. After an error, also a crash, the file has its old content.
func Write(path string, data []byte) (err error) {
	folder := filepath.Dir(path)
	f, err := os.CreateTemp(folder, temporary(path))
	if err != nil {
		return fmt.Errorf("state file %s: %w", path, err)
	}
	defer func() {
		if err != nil {
			_ = f.Close()
			_ = os.Remove(f.Name())
			err = fmt.Errorf("state file %s is unchanged: %w", path, err)
		}
	}()
	if _, err = f.Write(data); err != nil {
		return err
	}
	if err = f.Sync(); err != nil {
		return err
	}
	if err = f.Close(); err != nil {
		return err
	}
	if err = os.Rename(f.Name(), path); err != nil {
		return err
	}
	return syncFolder(folder)
}

// syncFolder makes a rename last. Some systems cannot sync folders.
func syncFolder(folder string) error {
	d, err := os.Open(folder)
	if err != nil {
		return err
	}
	_ = d.Sync()
	return d.Close()
}

// delay is the longest time between a change and the start of its save.
const delay = 150 * time.Millisecond

// A Saver writes the state to a file soon after each change.
type Saver struct {
	path     string
	snapshot func() ([]byte, error)
	failed   func(error)

	scheduled atomic.Bool

	mu     sync.Mutex // held while saving
	saved  []byte     // what the file has
	closed bool
}

// NewSaver returns a Saver for a file with the content saved. It calls failed with each error.
func NewSaver(path string, saved []byte, snapshot func() ([]byte, error), failed func(error)) *Saver {
	return &Saver{path: path, saved: saved, snapshot: snapshot, failed: failed}
}

// Changed schedules a save. It does nothing if one is scheduled, and never waits for one.
func (s *Saver) Changed() {
	if s.scheduled.Load() || s.scheduled.Swap(true) {
		return
	}
	clock.AfterFunc(delay, func() {
		s.scheduled.Store(false) // changes from here on schedule another save
		if err := s.save(false); err != nil {
			s.failed(err)
		}
	})
}

// Close saves a last time.
func (s *Saver) Close() error { return s.save(true) }

// save writes the state, unless the file has it.
func (s *Saver) save(last bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return nil
	}
	s.closed = last
	data, err := s.snapshot()
	if err != nil || bytes.Equal(data, s.saved) {
		return err
	}
	if err := Write(s.path, data); err != nil {
		return err
	}
	s.saved = data
	return nil
}
