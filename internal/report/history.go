package report

import (
	"encoding/hex"
	"slices"
	"time"

	"crypto/sha256"
)

// A State is what became of one report so far.
type State struct {
	ID      string // short, for Engine.End; not the report token
	Request Request
	Login   string // of the user who asked; "" for a key
	Status  Status
	Polls   int          // how often it was seen in progress; counted where the policy needs it
	History []Transition // up to now, oldest first
}

// States returns the reports that are remembered, of every account, the one
// asked for last first.
func (e *Engine) States() []State {
	now := e.config.Now()
	var states []State
	for _, r := range e.jobs.Values() {
		states = append(states, r.state(now))
	}
	slices.SortStableFunc(states, func(a, b State) int {
		return b.History[0].At.Compare(a.History[0].At)
	})
	return states
}

func (r *job) state(now time.Time) State {
	r.progress.mu.Lock()
	defer r.progress.mu.Unlock()
	s := State{ID: r.id(), Request: r.request, Login: r.login, Status: r.statusLocked(now), Polls: r.progress.polls}
	for i, t := range r.transitions() {
		if i == 0 || !now.Before(t.At) {
			s.History = append(s.History, t)
		}
	}
	return s
}

// id names a report to whoever controls the mock.
func (r *job) id() string {
	sum := sha256.Sum256(r.encoded)
	return hex.EncodeToString(sum[:6])
}

// End puts a report at its end from now on: Finished, Failed or Expired. The
// report is named by its ID or its token. It answers ErrNotFound for one that is
// not remembered and ErrPolicy for another status.
func (e *Engine) End(name string, s Status) (State, error) {
	if s, err := (Policy{Outcome: s}).Check(); err != nil || s.Outcome == "" {
		return State{}, err
	}
	r := e.find(name)
	if r == nil {
		return State{}, refuse(ErrNotFound, "no report has the id or token %q", clip(name))
	}
	now := e.config.Now()
	r.endByHand(s, now)
	return r.state(now), nil
}

func (e *Engine) find(name string) *job {
	if r, err := e.open(name); err == nil {
		return r
	}
	for _, r := range e.jobs.Values() {
		if r.id() == name {
			return r
		}
	}
	return nil
}
