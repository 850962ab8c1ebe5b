package report

import (
	"slices"
	"time"

	"github.com/dailymock/dailymock/internal/report/edition"
)

// A State is what has happened to one report so far.
type State struct {
	ID      string // short, for Engine.End; not the report token
	Request Request
	Login   string // of the user who asked; "" for a key
	Status  Status
	Polls   int          // how many polls saw it in progress; counted if the policy counts polls
	History []Transition // up to now, oldest first
}

// States returns the reports of every account that are held, latest first.
func (e *Engine) States() []State {
	now := e.config.Now()
	var states []State
	for _, j := range e.jobs.all() {
		states = append(states, j.state(now))
	}
	slices.SortStableFunc(states, func(a, b State) int { return b.History[0].At.Compare(a.History[0].At) })
	return states
}

func (j *job) state(now time.Time) State {
	j.progress.mu.Lock()
	defer j.progress.mu.Unlock()
	s := State{ID: j.id(), Request: j.request, Login: j.login, Status: j.statusLocked(now), Polls: j.progress.polls}
	for i, t := range j.transitions() {
		if i == 0 || !now.Before(t.At) {
			s.History = append(s.History, t)
		}
	}
	return s
}

// End ends a report from now on, as Finished, Failed or Expired. The name is its ID or its token. It returns an error
// wrapping ErrNotFound for a report that is not held, and ErrPolicy for another status.
func (e *Engine) End(name string, s Status) (State, error) {
	if _, err := (Policy{Outcome: s}).Check(); err != nil {
		return State{}, err
	}
	if s == "" {
		return State{}, nil
	}
	j := e.find(name)
	if j == nil {
		return State{}, edition.Refuse(ErrNotFound, "no report has the id or token %q", edition.Clip(name))
	}
	now := e.config.Now()
	j.endByHand(s, now)
	return j.state(now), nil
}

// find returns the job with an ID or a token, or nil.
func (e *Engine) find(name string) *job {
	if j, err := e.open(name); err == nil {
		return j
	}
	for _, j := range e.jobs.all() {
		if j.id() == name {
			return j
		}
	}
	return nil
}
