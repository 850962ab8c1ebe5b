package traffic

import (
	"errors"

	"github.com/dailymock/dailymock/journal"
)

const (
	maxFollowers = 32  // at the same time
	maxBehind    = 256 // entries that wait for a follower
)

// ErrFollowers is returned by Follow if too many follow the journal already.
var ErrFollowers = errors.New("32 clients follow the journal already; end one of them")

// A Follower receives entries as they are made.
type Follower struct {
	C <-chan journal.Entry // closed by Stop, by the end of the journal, and if the reader is more than 256 entries behind

	journal *Journal
	to      chan journal.Entry
	matcher journal.Matcher
}

// Follow returns a Follower of the entries that match, from now on. The caller calls Stop.
func (j *Journal) Follow(m journal.Matcher) (*Follower, error) {
	if err := m.Check(); err != nil {
		return nil, err
	}
	to := make(chan journal.Entry, maxBehind)
	f := &Follower{C: to, journal: j, to: to, matcher: m}
	j.mu.Lock()
	defer j.mu.Unlock()
	switch {
	case j.closed:
		close(to)
		return f, nil
	case len(j.followers) >= maxFollowers:
		return nil, ErrFollowers
	}
	j.followers[f] = true
	return f, nil
}

// Stop ends the Follower.
func (f *Follower) Stop() {
	f.journal.mu.Lock()
	defer f.journal.mu.Unlock()
	f.end()
}

// end closes the channel once. The caller holds the lock.
func (f *Follower) end() {
	if f.journal.followers[f] {
		delete(f.journal.followers, f)
		close(f.to)
	}
}

// tell sends an entry to all followers. One that is too far behind ends. The caller holds the lock.
func (j *Journal) tell(e *journal.Entry) {
	for f := range j.followers {
		if !f.matcher.Match(e) {
			continue
		}
		select {
		case f.to <- *e:
		default:
			f.end()
		}
	}
}

// Close ends all followers, also those to come. The journal still keeps entries.
func (j *Journal) Close() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.closed = true
	for f := range j.followers {
		f.end()
	}
}
