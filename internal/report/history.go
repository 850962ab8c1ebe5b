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
	Key     string // the API key that asked; "" if it is not known, because no client has polled since a restart
	Login   string // of the user who asked; "" for a key
	Status  Status
	Polls   int          // how many polls saw it in progress; counted if the policy counts polls
	History []Transition // up to now, oldest first
}

// States returns the reports of an API key that are held, latest first. An empty key stands for all keys.
func (e *Engine) States(key string) []State {
	now := e.config.Now()
	var states []State
	for _, j := range e.jobs.all() {
		if s := j.state(now); key == "" || s.Key == key {
			states = append(states, s)
		}
	}
	slices.SortStableFunc(states, func(a, b State) int { return b.History[0].At.Compare(a.History[0].At) })
	return states
}

func (j *job) state(now time.Time) State {
	j.progress.mu.Lock()
	defer j.progress.mu.Unlock()
	s := State{
		ID: j.id(), Request: j.request, Key: j.progress.key, Login: j.login, Status: j.statusLocked(now),
		Polls: j.progress.polls,
	}
	for i, t := range j.transitions() {
		if i == 0 || !now.Before(t.At) {
			s.History = append(s.History, t)
		}
	}
	return s
}

// A Change is a change of a report's status that is to come.
type Change struct {
	ID, Key string // of the report
	Transition
}

// Changes returns the changes of status that follow from the clock alone and are to come.
func (e *Engine) Changes() []Change {
	now := e.config.Now()
	var changes []Change
	for _, j := range e.jobs.all() {
		j.progress.mu.Lock()
		for _, t := range j.transitions() {
			if t.At.After(now) {
				changes = append(changes, Change{j.id(), j.progress.key, t})
			}
		}
		j.progress.mu.Unlock()
	}
	return changes
}

// Forget drops the reports of an API key, and its policy. Its report tokens stay valid: a report that is asked about
// begins anew.
func (e *Engine) Forget(key string) {
	e.slots.mu.Lock() // no report starts meanwhile
	defer e.slots.mu.Unlock()
	if k, ok := e.slots.keys[key]; ok {
		e.slots.serial = max(e.slots.serial, k.serial) // no report gets the number of an earlier one
		delete(e.slots.keys, key)
	}
	for _, j := range e.jobs.all() {
		j.progress.mu.Lock()
		own := j.progress.key == key
		j.progress.mu.Unlock()
		if own {
			e.jobs.drop(j)
		}
	}
	e.policies.mu.Lock()
	delete(e.policies.keys, key)
	e.policies.mu.Unlock()
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
