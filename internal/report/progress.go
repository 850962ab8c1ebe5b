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
	mu        sync.Mutex
	polls     int        // how often it was seen in progress
	pollsDone *time.Time // when the polls were enough
	byHand    *Transition
}

// history returns the report's transitions, past and foreseeable ones, oldest
// first. The first is always IN_PROGRESS, when it was asked for.
func (r *job) history() []Transition {
	r.progress.mu.Lock()
	defer r.progress.mu.Unlock()
	return r.transitions()
}

// transitions needs the lock.
func (r *job) transitions() []Transition {
	all := append(make([]Transition, 0, 3), Transition{InProgress, r.created})
	switch end := r.plannedEnd(); {
	case r.progress.byHand != nil && (end == nil || r.progress.byHand.At.Before(*end)):
		all = append(all, *r.progress.byHand)
	case end != nil:
		all = append(all, Transition{r.policy.Outcome, *end})
		if h := r.progress.byHand; h != nil {
			all = append(all, *h)
		}
	}
	if last := all[len(all)-1]; last.Status == Finished {
		all = append(all, Transition{Expired, last.At.Add(r.retention)})
	}
	return all
}

// plannedEnd is when the report ends by its policy; nil while nobody can tell.
func (r *job) plannedEnd() *time.Time {
	if r.policy.Progress == After {
		t := r.created.Add(r.policy.Takes)
		return &t
	}
	return r.progress.pollsDone
}

// status is how the report stands at a moment. The moment of a change belongs
// to the state that follows it.
func (r *job) status(now time.Time) Status {
	r.progress.mu.Lock()
	defer r.progress.mu.Unlock()
	return r.statusLocked(now)
}

func (r *job) statusLocked(now time.Time) Status {
	if r.policy.Progress == After && r.progress.byHand == nil { // nearly always
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
func (r *job) poll(now time.Time) Status {
	r.progress.mu.Lock()
	defer r.progress.mu.Unlock()
	if r.policy.Progress == Polls && r.progress.pollsDone == nil {
		if r.progress.polls == r.policy.Polls {
			r.progress.pollsDone = &now
		} else {
			r.progress.polls++
		}
	}
	return r.statusLocked(now)
}

// endByHand ends the report by hand: as Finished, Failed or Expired, from now on.
func (r *job) endByHand(s Status, now time.Time) {
	r.progress.mu.Lock()
	defer r.progress.mu.Unlock()
	r.progress.byHand = &Transition{s, now}
}

// ready is when the files came to be, as far as that is known: at the end, or
// when the report was asked for.
func (r *job) ready() time.Time {
	for _, t := range r.history() {
		if t.Status == Finished {
			return t.At
		}
	}
	return r.created
}
