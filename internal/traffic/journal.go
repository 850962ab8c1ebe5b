// Package traffic keeps a journal of what clients did: each request with its
// time, host, path, surface, status, bytes and duration, and what came of it in
// a user's terms, such as a report asked for.
//
//	j := traffic.New(traffic.Config{Now: clock.Now, Elapsed: elapsed})
//	handler := j.Watch(routes)             // around everything
//	traffic.On("oauth", tokens)            // names the surface of a route
//	traffic.Note(ctx, traffic.Asked, token) // what a handler did
//	j.Entries(), j.Tally()                 // what has been seen
//
// It never holds a secret: no body, no header, of a query only what is no
// credential, of a path the route's pattern, of a token a keyed hash.
package traffic

import (
	"hash/maphash"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

// Config says how a Journal is kept.
type Config struct {
	Now  func() time.Time // the mock's clock
	Keep int              // entries that are kept, the youngest; zero means 1,000

	Faults []Fault // that requests meet at first; nil means none

	// Elapsed is the real time since any fixed moment, which is cheaper to read
	// than a whole clock; nil leaves durations out.
	Elapsed func() time.Duration
}

// keep is how many entries a Journal keeps unless told otherwise.
const keep = 1000

// A Journal remembers requests. It is safe for concurrent use, and bounded:
// older entries make room for newer ones, while the Tally goes on.
type Journal struct {
	config Config
	seed   maphash.Seed
	faults atomic.Pointer[faults]

	mu      sync.Mutex
	entries []Entry // a ring once it is full
	count   uint64  // requests that ended, ever
	ledger  ledger
}

// New returns an empty Journal.
func New(c Config) *Journal {
	if c.Keep <= 0 {
		c.Keep = keep
	}
	if c.Elapsed == nil {
		c.Elapsed = func() time.Duration { return 0 }
	}
	j := &Journal{config: c, seed: maphash.MakeSeed(), ledger: newLedger()}
	j.SetFaults(c.Faults)
	return j
}

// SetFaults lets requests from now on meet other faults, which begin to count
// anew; nil means none.
func (j *Journal) SetFaults(all []Fault) { j.faults.Store(arm(all)) }

// Faults returns the faults that are set, as texts for ParseFault.
func (j *Journal) Faults() []string {
	texts := []string{}
	for _, f := range j.faults.Load().all {
		texts = append(texts, f.String())
	}
	return texts
}

// An Entry is one request that has ended.
type Entry struct {
	Number   uint64        `json:"number"` // from 1, in the order in which requests ended
	Time     time.Time     `json:"time"`   // when it came, by the mock's clock
	Method   string        `json:"method"`
	Host     string        `json:"host"`
	Path     string        `json:"path"` // the route's pattern, or the path with what might be a secret taken out
	Query    string        `json:"query,omitempty"`
	Surface  string        `json:"surface"` // as On named it, or "other"
	Status   int           `json:"status"`  // 0 where the connection was cut before an answer
	Bytes    int64         `json:"bytes"`   // of the answer's body
	Duration time.Duration `json:"duration_ns"`
	Steps    Steps         `json:"steps,omitempty"` // what was noted
}

// Entries returns those that are kept, the oldest first.
func (j *Journal) Entries() []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	out := make([]Entry, 0, len(j.entries))
	if len(j.entries) == j.config.Keep {
		at := int(j.count % uint64(j.config.Keep))
		return append(append(out, j.entries[at:]...), j.entries[:at]...)
	}
	return append(out, j.entries...)
}

// Reset forgets everything. Requests under way are entered as they end.
func (j *Journal) Reset() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries, j.count, j.ledger = nil, 0, newLedger()
}

func (j *Journal) enter(e Entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if len(j.entries) < j.config.Keep {
		j.entries = append(j.entries, e)
	} else {
		j.entries[j.count%uint64(j.config.Keep)] = e
	}
	j.count++
	j.entries[(j.count-1)%uint64(j.config.Keep)].Number = j.count
	j.ledger.request(&e)
}

// Watch enters every request that next answers.
func (j *Journal) Watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := &exchange{Context: r.Context(), ResponseWriter: w, journal: j, came: moment{j.config.Now(), j.config.Elapsed()}, surface: other}
		r = r.WithContext(x)
		// What was asked is noted now: a handler may rewrite its request.
		e := Entry{Time: x.came.now, Method: short(r.Method), Host: short(r.Host), Query: query(r.URL.RawQuery)}
		path := r.URL.Path
		defer func() {
			e.Path = pattern(r.Pattern, x.pattern, path)
			x.end(&e)
			j.enter(e)
		}()
		next.ServeHTTP(x, r)
		x.ended = true
	})
}
