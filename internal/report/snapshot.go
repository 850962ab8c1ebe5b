package report

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"
)

// snapshot is the state of an Engine. Verified tokens and computed rows are only cached.
type snapshot struct {
	Jobs     []jobSnapshot          `json:"jobs"` // in the order in which they came to be held
	Ends     []endSnapshot          `json:"ends"` // of dropped jobs, oldest first
	Slots    map[string]keySnapshot `json:"slots"`
	Serial   uint64                 `json:"serial"`
	Policy   Policy                 `json:"policy"`
	Policies map[string]Policy      `json:"policies"`
}

type jobSnapshot struct {
	Spec   []byte      `json:"spec"`
	Key    string      `json:"key,omitempty"`
	Polls  int         `json:"polls,omitempty"`
	Done   *time.Time  `json:"pollsDone,omitempty"`
	ByHand *Transition `json:"byHand,omitempty"`
}

type endSnapshot struct {
	ID string `json:"id"`
	Transition
}

type keySnapshot struct {
	Serial  uint64   `json:"serial"`
	Running [][]byte `json:"running,omitempty"` // specs
}

// Snapshot returns the jobs with their progress, the slots and the policies.
func (e *Engine) Snapshot() ([]byte, error) {
	e.slots.mu.Lock() // no report starts meanwhile
	defer e.slots.mu.Unlock()
	s := snapshot{Jobs: []jobSnapshot{}, Ends: []endSnapshot{}, Slots: map[string]keySnapshot{}, Serial: e.slots.serial}
	for _, j := range e.jobs.all() {
		s.Jobs = append(s.Jobs, j.snapshot())
	}
	e.jobs.mu.RLock()
	for _, id := range e.jobs.ends.Keys() {
		end, _ := e.jobs.ends.Peek(id)
		s.Ends = append(s.Ends, endSnapshot{id, end})
	}
	e.jobs.mu.RUnlock()
	for key, k := range e.slots.keys {
		held := keySnapshot{Serial: k.serial}
		for _, j := range k.running {
			held.Running = append(held.Running, []byte(j.encoded))
		}
		s.Slots[key] = held
	}
	e.policies.mu.RLock()
	s.Policy, s.Policies = e.policies.fallback, maps.Clone(e.policies.keys)
	e.policies.mu.RUnlock()
	return json.Marshal(s)
}

func (j *job) snapshot() jobSnapshot {
	j.progress.mu.Lock()
	defer j.progress.mu.Unlock()
	return jobSnapshot{
		[]byte(j.encoded), j.progress.key, j.progress.polls, j.progress.pollsDone, j.progress.byHand,
	}
}

// Restore replaces the state of the engine, or returns an error and changes nothing.
func (e *Engine) Restore(data []byte) error {
	var s snapshot
	if err := json.Unmarshal(data, &s); err != nil {
		return fmt.Errorf("reports: %w", err)
	}
	jobs, err := s.jobs(e.config.MaxJobs)
	if err != nil {
		return fmt.Errorf("reports: %w", err)
	}
	slots, err := s.slots(jobs)
	if err != nil {
		return fmt.Errorf("reports: %w", err)
	}
	policies, err := s.policies()
	if err != nil {
		return fmt.Errorf("reports: %w", err)
	}
	e.slots.mu.Lock()
	defer e.slots.mu.Unlock()
	e.slots.keys, e.slots.serial = slots, s.Serial
	e.jobs.mu.Lock()
	e.jobs.held, e.jobs.ends, e.jobs.number = jobs.held, jobs.ends, jobs.number
	e.jobs.mu.Unlock()
	e.policies.mu.Lock()
	e.policies.fallback, e.policies.keys = policies.fallback, policies.keys
	e.policies.mu.Unlock()
	return nil
}

func (s snapshot) jobs(most int) (*jobs, error) {
	if len(s.Jobs) > most {
		return nil, fmt.Errorf("%d jobs, at most %d can be held", len(s.Jobs), most)
	}
	h := newJobs(most)
	for _, held := range s.Jobs {
		spec, err := decodeSpec(held.Spec)
		if err != nil {
			return nil, fmt.Errorf("a job: %w", err)
		}
		j := newJob(spec, string(held.Spec))
		j.progress.key, j.progress.polls = held.Key, held.Polls
		j.progress.pollsDone, j.progress.byHand = held.Done, held.ByHand
		h.hold(j)
	}
	for _, end := range s.Ends {
		h.ends.Add(end.ID, end.Transition)
	}
	return h, nil
}

func (s snapshot) slots(h *jobs) (map[string]*keySlots, error) {
	keys := map[string]*keySlots{}
	for key, held := range s.Slots {
		k := &keySlots{serial: held.Serial}
		for _, spec := range held.Running {
			j, ok := h.held[string(spec)]
			if !ok {
				return nil, fmt.Errorf("a slot of the API key %q holds a report that is not there", key)
			}
			k.running = append(k.running, j)
		}
		keys[key] = k
	}
	return keys, nil
}

func (s snapshot) policies() (*policies, error) {
	all := slices.Concat([]Policy{s.Policy}, slices.Collect(maps.Values(s.Policies)))
	for _, p := range all {
		if _, err := p.Check(); err != nil {
			return nil, err
		}
	}
	p := newPolicies(s.Policy)
	maps.Copy(p.keys, s.Policies)
	return p, nil
}
