package traffic

import (
	"maps"
	"time"

	"github.com/dailymock/dailymock/journal"
)

// The Tally tells at most that many reports, files and fault names apart. It counts all of them.
const (
	maxReports = 4096
	maxFiles   = 16384
	maxNames   = 64
)

// A Tally sums up what clients did.
type Tally struct {
	Requests int            `json:"requests"`
	Surfaces map[string]int `json:"surfaces"` // requests by surface
	Errors   int            `json:"errors"`   // responses with a status of 400 or more, and missing ones
	Bytes    int64          `json:"bytes"`

	Tokens  int `json:"tokens"` // access tokens taken
	Reports struct {
		Asked      int `json:"asked"`
		Polls      int `json:"polls"`
		Ended      int `json:"ended"`      // seen by a poll to have ended
		Unfinished int `json:"unfinished"` // asked for and never seen to have ended
	} `json:"reports"`
	Files struct {
		Offered   int `json:"offered"`   // told to a client
		Fetched   int `json:"fetched"`   // downloads, of any file
		Unfetched int `json:"unfetched"` // offered and never downloaded
	} `json:"files"`

	Faults map[string]int `json:"faults"` // met, by name

	// Waited is the time between asking for a report and its polls, by the mock's clock; WaitedReally is in real time.
	Waited       time.Duration `json:"waited_ns"`
	WaitedReally time.Duration `json:"waited_really_ns"`
}

// sums are the Tally so far. The Journal's lock guards them.
type sums struct {
	tally    Tally
	surfaces []counter // cheaper than a map: there are a few, and one is counted for each request
	reports  map[uint64]*askedReport
	files    map[uint64]bool // whether a file that was offered was fetched
}

// A counter is a surface's.
type counter struct {
	name string
	n    int
}

// An askedReport is one that a client has asked for.
type askedReport struct {
	ended bool
	last  moment // of the asking or the latest poll
}

// A moment is a time on the mock's clock and the real time since the process started.
type moment struct {
	now     time.Time
	elapsed time.Duration
}

func newSums() sums {
	return sums{
		tally:   Tally{Faults: map[string]int{}},
		reports: map[uint64]*askedReport{},
		files:   map[uint64]bool{},
	}
}

// Tally returns the sums since New, or the last Reset.
func (j *Journal) Tally() Tally {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.sums.total()
}

// total returns a copy of the sums. The caller holds the journal's lock.
func (l *sums) total() Tally {
	t := l.tally
	t.Faults = maps.Clone(t.Faults)
	t.Surfaces = make(map[string]int, len(l.surfaces))
	for _, c := range l.surfaces {
		t.Surfaces[c.name] += c.n
	}
	return t
}

func (l *sums) request(e *journal.Entry) {
	l.tally.Requests++
	l.tally.Bytes += e.Bytes
	if e.Status == 0 || e.Status >= 400 {
		l.tally.Errors++
	}
	for i := range l.surfaces {
		if l.surfaces[i].name == e.Surface {
			l.surfaces[i].n++
			return
		}
	}
	l.surfaces = append(l.surfaces, counter{e.Surface, 1}) // On's names are the program's, so they are few
}

// count adds to a name, or to "other" if there are too many names.
func count(m map[string]int, name string) {
	if _, ok := m[name]; !ok && len(m) >= maxNames {
		name = other
	}
	m[name]++
}

func (l *sums) step(step journal.Steps, id uint64, name string, at moment) {
	switch step {
	case journal.TokenTaken:
		l.tally.Tokens++
	case journal.Asked:
		l.ask(id, at)
	case journal.Polled:
		l.poll(id, at)
	case journal.Ended:
		l.end(id)
	case journal.Offered:
		l.offer(id)
	case journal.Fetched:
		l.fetch(id)
	case journal.FaultMet:
		count(l.tally.Faults, name)
	}
}

func (l *sums) ask(id uint64, at moment) {
	l.tally.Reports.Asked++
	if len(l.reports) >= maxReports || l.reports[id] != nil {
		return
	}
	l.tally.Reports.Unfinished++
	l.reports[id] = &askedReport{last: at}
}

func (l *sums) poll(id uint64, at moment) {
	l.tally.Reports.Polls++
	a := l.reports[id]
	if a == nil || a.ended {
		return
	}
	l.tally.Waited += max(0, at.now.Sub(a.last.now)) // the mock's clock can be set back
	l.tally.WaitedReally += at.elapsed - a.last.elapsed
	a.last = at
}

func (l *sums) end(id uint64) {
	a := l.reports[id]
	if a == nil || a.ended {
		return
	}
	a.ended = true
	l.tally.Reports.Ended++
	l.tally.Reports.Unfinished--
}

func (l *sums) offer(id uint64) {
	if _, ok := l.files[id]; ok || len(l.files) >= maxFiles {
		return
	}
	l.files[id] = false
	l.tally.Files.Offered++
	l.tally.Files.Unfetched++
}

func (l *sums) fetch(id uint64) {
	l.tally.Files.Fetched++
	if fetched, ok := l.files[id]; ok && !fetched {
		l.files[id] = true
		l.tally.Files.Unfetched--
	}
}
