package traffic

import (
	"maps"
	"time"
)

// Bounds of what a Tally tells apart. Beyond them it goes on counting.
const (
	maxReports = 4096
	maxFiles   = 16384
	maxNames   = 64
)

// A Tally is what clients did, summed up.
type Tally struct {
	Requests int            `json:"requests"`
	Surfaces map[string]int `json:"surfaces"` // requests by surface
	Errors   int            `json:"errors"`   // answers with a status of 400 or more, and none at all
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

	// Waited is the time between a report's asking and its polls, by the mock's
	// clock; WaitedReally in real time.
	Waited       time.Duration `json:"waited_ns"`
	WaitedReally time.Duration `json:"waited_really_ns"`
}

// A ledger is the running sum. The Journal's lock guards it.
type ledger struct {
	tally    Tally
	surfaces []counter // cheaper than a map: there are a few, and one is counted for each request
	reports  map[uint64]*asked
	files    map[uint64]bool // whether a file that was offered was fetched
}

// A counter is a surface's.
type counter struct {
	name string
	n    int
}

// asked is a report that a client has asked for.
type asked struct {
	ended bool
	last  moment // of the asking or the latest poll
}

// A moment is by the mock's clock and in real time.
type moment struct {
	now     time.Time
	elapsed time.Duration
}

func newLedger() ledger {
	return ledger{
		tally:   Tally{Faults: map[string]int{}},
		reports: map[uint64]*asked{},
		files:   map[uint64]bool{},
	}
}

// Tally returns the sums up to now.
func (j *Journal) Tally() Tally {
	j.mu.Lock()
	defer j.mu.Unlock()
	t := j.ledger.tally
	t.Faults = maps.Clone(t.Faults)
	t.Surfaces = make(map[string]int, len(j.ledger.surfaces))
	for _, c := range j.ledger.surfaces {
		t.Surfaces[c.name] += c.n
	}
	return t
}

func (l *ledger) request(e *Entry) {
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

// count keeps a map of names small.
func count(m map[string]int, name string) {
	if _, ok := m[name]; !ok && len(m) >= maxNames {
		name = other
	}
	m[name]++
}

func (l *ledger) step(step Steps, id uint64, name string, at moment) {
	switch step {
	case TokenTaken:
		l.tally.Tokens++
	case Asked:
		l.ask(id, at)
	case Polled:
		l.poll(id, at)
	case Ended:
		l.end(id)
	case Offered:
		l.offer(id)
	case Fetched:
		l.fetch(id)
	case FaultMet:
		count(l.tally.Faults, name)
	}
}

func (l *ledger) ask(id uint64, at moment) {
	l.tally.Reports.Asked++
	if len(l.reports) >= maxReports || l.reports[id] != nil {
		return
	}
	l.tally.Reports.Unfinished++
	l.reports[id] = &asked{last: at}
}

func (l *ledger) poll(id uint64, at moment) {
	l.tally.Reports.Polls++
	a := l.reports[id]
	if a == nil || a.ended {
		return
	}
	l.tally.Waited += max(0, at.now.Sub(a.last.now)) // the mock's clock can be set back
	l.tally.WaitedReally += at.elapsed - a.last.elapsed
	a.last = at
}

func (l *ledger) end(id uint64) {
	a := l.reports[id]
	if a == nil || a.ended {
		return
	}
	a.ended = true
	l.tally.Reports.Ended++
	l.tally.Reports.Unfinished--
}

func (l *ledger) offer(id uint64) {
	if _, ok := l.files[id]; ok || len(l.files) >= maxFiles {
		return
	}
	l.files[id] = false
	l.tally.Files.Offered++
	l.tally.Files.Unfetched++
}

func (l *ledger) fetch(id uint64) {
	l.tally.Files.Fetched++
	if fetched, ok := l.files[id]; ok && !fetched {
		l.files[id] = true
		l.tally.Files.Unfetched--
	}
}
