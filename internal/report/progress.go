package report

import (
	"sync"
	"time"
)

// A Transition is a change of a report's status.
type Transition struct {
	Status Status
	At     time.Time
}

// A progress is how far a report has come: what does not follow from its ticket
// and the clock. It starts anew with the server.
type progress struct {
	mu    sync.Mutex
	polls int        // how often it was seen in progress
	ended *time.Time // when the polls were enough
	hand  *Transition
}

// history returns the report's transitions, past and foreseeable ones, oldest
// first. The first is always IN_PROGRESS, when it was asked for.
func (r *record) history() []Transition {
	r.progress.mu.Lock()
	defer r.progress.mu.Unlock()
	return r.transitions()
}

// transitions needs the lock.
func (r *record) transitions() []Transition {
	all := append(make([]Transition, 0, 3), Transition{InProgress, r.created})
	switch end := r.end(); {
	case r.progress.hand != nil && (end == nil || r.progress.hand.At.Before(*end)):
		all = append(all, *r.progress.hand)
	case end != nil:
		all = append(all, Transition{r.policy.Outcome, *end})
		if h := r.progress.hand; h != nil {
			all = append(all, *h)
		}
	}
	if last := all[len(all)-1]; last.Status == Finished {
		all = append(all, Transition{Expired, last.At.Add(r.retention)})
	}
	return all
}

// end is when the report ends by its policy; nil while nobody can tell.
func (r *record) end() *time.Time {
	if r.policy.Progress == After {
		t := r.created.Add(r.policy.Takes)
		return &t
	}
	return r.progress.ended
}

// status is how the report stands at a moment. The moment of a change belongs
// to the state that follows it.
func (r *record) status(now time.Time) Status {
	r.progress.mu.Lock()
	defer r.progress.mu.Unlock()
	return r.statusLocked(now)
}

func (r *record) statusLocked(now time.Time) Status {
	if r.policy.Progress == After && r.progress.hand == nil { // nearly always
		switch end := r.created.Add(r.policy.Takes); {
		case now.Before(end):
			return InProgress
		case r.policy.Outcome == Finished && !now.Before(end.Add(r.retention)):
			return Expired
		default:
			return r.policy.Outcome
		}
	}
	status := InProgress
	for _, t := range r.transitions() {
		if !now.Before(t.At) {
			status = t.Status
		}
	}
	return status
}

// poll is status, asked by a client: it counts where the policy counts polls.
func (r *record) poll(now time.Time) Status {
	r.progress.mu.Lock()
	defer r.progress.mu.Unlock()
	if r.policy.Progress == Polls && r.progress.ended == nil {
		if r.progress.polls == r.policy.Polls {
			r.progress.ended = &now
		} else {
			r.progress.polls++
		}
	}
	return r.statusLocked(now)
}

// put ends the report by hand: as Finished, Failed or Expired, from now on.
func (r *record) put(s Status, now time.Time) {
	r.progress.mu.Lock()
	defer r.progress.mu.Unlock()
	r.progress.hand = &Transition{s, now}
}

// ready is when the files came to be, as far as that is known: at the end, or
// when the report was asked for.
func (r *record) ready() time.Time {
	for _, t := range r.history() {
		if t.Status == Finished {
			return t.At
		}
	}
	return r.created
}
