package traffic

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/dailymock/dailymock/journal"
)

// journalState is what Snapshot saves. Waiting in real time starts anew when it is restored.
type journalState struct {
	Entries []journal.Entry      `json:"entries"`           // the oldest first
	Count   uint64               `json:"count"`             // of all requests
	Cleared uint64               `json:"cleared,omitempty"` // of them, those that Clear dropped
	Tally   Tally                `json:"tally"`
	Reports map[uint64]reportLog `json:"reports"`
	Files   map[uint64]bool      `json:"files"` // whether a file that was offered was fetched
}

type reportLog struct {
	Ended bool      `json:"ended"`
	Last  time.Time `json:"last"`
}

// Snapshot returns the journal and its sums as JSON.
func (j *Journal) Snapshot() ([]byte, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	s := journalState{
		Entries: append([]journal.Entry{}, j.entries.all()...), Count: j.count, Cleared: j.cleared,
		Tally: j.sums.total(), Reports: map[uint64]reportLog{}, Files: j.sums.files,
	}
	for id, a := range j.sums.reports {
		s.Reports[id] = reportLog{a.ended, a.last.now}
	}
	return json.Marshal(s)
}

// Restore replaces the journal and its sums by those of a snapshot.
func (j *Journal) Restore(data []byte) error {
	var s journalState
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	var before uint64
	for _, e := range s.Entries {
		if e.Number <= before || e.Number > s.Count {
			return fmt.Errorf("an entry has the number %d, after %d and of %d", e.Number, before, s.Count)
		}
		before = e.Number
	}
	if kept := uint64(len(s.Entries)); s.Cleared+kept > s.Count || kept == 0 && s.Cleared != s.Count {
		return fmt.Errorf("%d entries of %d requests", len(s.Entries), s.Count)
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	j.count, j.cleared, j.entries, j.sums = s.Count, s.Cleared, queue{}, newSums()
	for i := range s.Entries {
		j.entries.push(&s.Entries[i], j.config.Keep, j.config.KeepBytes)
	}
	now := j.config.Elapsed()
	for id, r := range s.Reports {
		j.sums.reports[id] = &askedReport{ended: r.Ended, last: moment{r.Last, now}}
	}
	for id, fetched := range s.Files {
		j.sums.files[id] = fetched
	}
	for name, n := range s.Tally.Surfaces {
		j.sums.surfaces = append(j.sums.surfaces, counter{name, n})
	}
	j.sums.tally = s.Tally
	j.sums.tally.Surfaces = nil
	if j.sums.tally.Faults == nil {
		j.sums.tally.Faults = map[string]int{}
	}
	return nil
}
