package report

import (
	"cmp"
	"maps"
	"slices"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/dailymock/dailymock/internal/report/edition"
)

// jobs holds the jobs of all accounts. It is the only holder of their progress. When it is full, reports that have
// ended make room: first those whose status follows from the spec alone, then expired ones, then the oldest. How those
// with progress of their own ended is kept. A report in progress is never dropped; a new one is refused instead.
type jobs struct {
	mu     sync.RWMutex
	max    int
	number uint64                         // of the latest job
	held   map[string]*job                // by encoded spec
	ends   *lru.Cache[string, Transition] // how dropped jobs ended, by id
}

// maxEnds bounds the ends of dropped jobs, to some 16 MB.
const maxEnds = 1 << 17

func newJobs(most int) *jobs {
	ends, _ := lru.New[string, Transition](maxEnds) // fails only for sizes below 1
	return &jobs{max: most, held: map[string]*job{}, ends: ends}
}

// add holds a new job. It returns an error wrapping ErrConcurrent if all held jobs are in progress.
func (h *jobs) add(j *job, now time.Time) (*job, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.makeRoom(now) {
		return nil, edition.Refuse(ErrConcurrent, "the server holds %d reports in progress, which is its limit; "+
			"wait until one has finished", h.max)
	}
	h.hold(j)
	return j, nil
}

// get returns the job of an encoded spec, and holds it if it is not held.
func (h *jobs) get(encoded string, now time.Time) (*job, error) {
	h.mu.RLock()
	j, ok := h.held[encoded]
	h.mu.RUnlock()
	if ok {
		return j, nil
	}
	s, err := decodeSpec([]byte(encoded))
	if err != nil {
		return nil, err
	}
	h.mu.Lock()
	defer h.mu.Unlock()
	if j, ok := h.held[encoded]; ok {
		return j, nil
	}
	j = newJob(s, encoded)
	end, ended := h.ends.Peek(j.id())
	if ended {
		j.progress.byHand = &end
	}
	switch {
	case h.makeRoom(now):
		h.ends.Remove(j.id())
		h.hold(j)
	case s.policy.Progress != After && !ended:
		return nil, edition.Refuse(ErrConcurrent, "the server holds %d reports in progress, which is its limit", h.max)
	}
	return j, nil
}

// hold requires the lock.
func (h *jobs) hold(j *job) {
	h.number++
	j.number = h.number
	h.held[j.encoded] = j
}

// drop forgets a job.
func (h *jobs) drop(j *job) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.held, j.encoded)
	h.ends.Remove(j.id())
}

// makeRoom reports whether another job can be held. If not, it drops an eighth of the jobs first, so that a full holder
// is not searched for each new job. It requires the lock.
func (h *jobs) makeRoom(now time.Time) bool {
	if len(h.held) < h.max {
		return true
	}
	const live = 3
	ranked := slices.Collect(maps.Values(h.held))
	rank := map[*job]int{}
	for _, j := range ranked {
		switch status := j.status(now); {
		case status == InProgress:
			rank[j] = live
		case !j.hasProgress():
			rank[j] = 0
		case status == Expired:
			rank[j] = 1
		default:
			rank[j] = 2
		}
	}
	slices.SortFunc(ranked, func(a, b *job) int {
		return cmp.Or(cmp.Compare(rank[a], rank[b]), a.created.Compare(b.created), cmp.Compare(a.number, b.number))
	})
	for _, j := range ranked[:max(h.max/8, 1)] {
		if rank[j] == live {
			break
		}
		if j.hasProgress() {
			h.ends.Add(j.id(), j.ending(now))
		}
		delete(h.held, j.encoded)
	}
	return len(h.held) < h.max
}

// all returns the held jobs in the order in which they came to be held.
func (h *jobs) all() []*job {
	h.mu.RLock()
	defer h.mu.RUnlock()
	return slices.SortedFunc(maps.Values(h.held), func(a, b *job) int { return cmp.Compare(a.number, b.number) })
}
