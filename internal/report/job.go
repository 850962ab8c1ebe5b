package report

import (
	"crypto/sha256"
	"encoding/hex"
	"sync"
	"time"
)

// A job is a report that was asked for: its spec, and its progress as far as that does not follow from the spec and the
// clock.
type job struct {
	reportSpec
	encoded string // the encoded spec, which identifies the job
	number  uint64 // in the order in which jobs came to be held

	progress progress
}

func newJob(s reportSpec, encoded string) *job { return &job{reportSpec: s, encoded: encoded} }

// id returns a short name of the job for those who control the mock.
func (j *job) id() string {
	sum := sha256.Sum256([]byte(j.encoded))
	return hex.EncodeToString(sum[:6])
}

// A Transition is a change of a report's status.
type Transition struct {
	Status Status    `json:"status"`
	At     time.Time `json:"at"`
}

// A progress holds what changes about a job.
type progress struct {
	mu        sync.Mutex
	key       string      // the API key that asked or polled; "" while it is unknown: the spec has a hash only
	polls     int         // how often it was seen in progress
	pollsDone *time.Time  // when the last of the polls came
	byHand    *Transition // the end that was set by hand
}

// hasProgress reports whether the status depends on more than the spec and the clock.
func (j *job) hasProgress() bool {
	j.progress.mu.Lock()
	defer j.progress.mu.Unlock()
	return j.policy.Progress != After || j.progress.byHand != nil
}

// ending returns how a job with progress ended.
func (j *job) ending(now time.Time) Transition {
	j.progress.mu.Lock()
	defer j.progress.mu.Unlock()
	switch p := &j.progress; {
	case p.byHand != nil:
		return *p.byHand
	case p.pollsDone != nil:
		return Transition{j.policy.Outcome, *p.pollsDone}
	default:
		return Transition{j.policy.Outcome, now}
	}
}

// history returns the transitions of the job, past and future ones, oldest first. The first is InProgress, when it was
// asked for.
func (j *job) history() []Transition {
	j.progress.mu.Lock()
	defer j.progress.mu.Unlock()
	return j.transitions()
}

// transitions requires the lock.
func (j *job) transitions() []Transition {
	all := append(make([]Transition, 0, 3), Transition{InProgress, j.created})
	switch end := j.plannedEnd(); {
	case j.progress.byHand != nil && (end == nil || j.progress.byHand.At.Before(*end)):
		all = append(all, *j.progress.byHand)
	case end != nil:
		all = append(all, Transition{j.policy.Outcome, *end})
		if h := j.progress.byHand; h != nil {
			all = append(all, *h)
		}
	}
	if last := all[len(all)-1]; last.Status == Finished {
		all = append(all, Transition{Expired, last.At.Add(j.retention)})
	}
	return all
}

// plannedEnd returns when the job ends by its policy; nil means that this is not known yet.
func (j *job) plannedEnd() *time.Time {
	if j.policy.Progress == After {
		t := j.created.Add(j.policy.Takes)
		return &t
	}
	return j.progress.pollsDone
}

// status returns the status at a moment. The moment of a change belongs to the new status.
func (j *job) status(now time.Time) Status {
	j.progress.mu.Lock()
	defer j.progress.mu.Unlock()
	return j.statusLocked(now)
}

func (j *job) statusLocked(now time.Time) Status {
	if j.policy.Progress == After && j.progress.byHand == nil { // the usual case, without an allocation
		switch end := j.created.Add(j.policy.Takes); {
		case now.Before(end):
			return InProgress
		case j.policy.Outcome == Finished && !now.Before(end.Add(j.retention)):
			return Expired
		default:
			return j.policy.Outcome
		}
	}
	status := InProgress
	for _, t := range j.transitions() {
		if !now.Before(t.At) {
			status = t.Status
		}
	}
	return status
}

// poll returns the status to a client with an API key, and counts the poll if the policy counts polls.
func (j *job) poll(key string, now time.Time) Status {
	j.progress.mu.Lock()
	defer j.progress.mu.Unlock()
	j.progress.key = key
	if j.policy.Progress == Polls && j.progress.pollsDone == nil {
		if j.progress.polls == j.policy.Polls {
			j.progress.pollsDone = &now
		} else {
			j.progress.polls++
		}
	}
	return j.statusLocked(now)
}

// endByHand ends the job from now on, as Finished, Failed or Expired.
func (j *job) endByHand(s Status, now time.Time) {
	j.progress.mu.Lock()
	defer j.progress.mu.Unlock()
	j.progress.byHand = &Transition{s, now}
}

// ready returns when the files came to exist.
func (j *job) ready() time.Time {
	for _, t := range j.history() {
		if t.Status == Finished {
			return t.At
		}
	}
	return j.created
}
