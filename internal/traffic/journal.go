// Package traffic keeps a journal of requests: time, host, path, surface, status, bytes and duration, and what the
// request did in a user's terms, such as asking for a report. It also makes requests fail on purpose (fault.go).
//
//	j := traffic.New(traffic.Config{Now: clock.Now, Elapsed: clock.Elapsed})
//	handler := j.Watch(routes)              // around everything
//	traffic.On("oauth", tokens)             // names the surface of a route
//	traffic.Note(ctx, traffic.Asked, token) // what a handler did
//	j.Entries(), j.Tally()                  // what was recorded
//
// It never holds a secret: no header, of a body only the message of an error, of a query and a path only what is no
// credential, of a token a hash. The id of an API key is no secret; its secret is.
package traffic

import (
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dailymock/dailymock/internal/redact"
)

// Config says how a Journal works.
type Config struct {
	Now  func() time.Time // the mock's clock
	Keep int              // how many entries it keeps, the last ones; zero means 1,000

	Faults []Fault // set at first

	Wall func() time.Time // the real time; nil means the mock's clock

	// Elapsed is the real time since any fixed moment; nil leaves durations out.
	Elapsed func() time.Duration
}

// keep is the default of Config.Keep.
const keep = 1000

// A Journal remembers the last requests and sums up all. It is safe for concurrent use.
type Journal struct {
	config Config
	faults atomic.Pointer[faults]

	mu      sync.Mutex
	entries []Entry // a ring once it is full
	last    Entry   // the latest one, or zero
	count   uint64  // requests that ended, ever
	sums    sums
}

// New returns an empty Journal.
func New(c Config) *Journal {
	if c.Keep <= 0 {
		c.Keep = keep
	}
	if c.Elapsed == nil {
		c.Elapsed = func() time.Duration { return 0 }
	}
	if c.Wall == nil {
		c.Wall = c.Now
	}
	j := &Journal{config: c, sums: newSums()}
	j.SetFaults(c.Faults)
	return j
}

// SetFaults replaces the faults and counts requests anew; nil means none.
func (j *Journal) SetFaults(all []Fault) { j.faults.Store(arm(all)) }

// Faults returns the faults that are set, as texts for ParseFault.
func (j *Journal) Faults() []string {
	texts := []string{}
	for _, a := range j.faults.Load().all {
		texts = append(texts, a.String())
	}
	return texts
}

// An Entry is one request that has ended. It has no secrets.
type Entry struct {
	Number   uint64        `json:"number"` // from 1, in the order in which requests ended
	Time     time.Time     `json:"time"`   // when it came, by the mock's clock
	RealTime time.Time     `json:"real_time"`
	Method   string        `json:"method"`
	Host     string        `json:"host"`
	Path     string        `json:"path"`            // with its ids, without what looks like a secret
	Route    string        `json:"route,omitempty"` // the pattern that matched
	Query    string        `json:"query,omitempty"` // without the values of credentials
	Status   int           `json:"status"`          // 0 if the connection was cut before a response
	Duration time.Duration `json:"duration_ns"`     // real time
	Steps    Steps         `json:"steps,omitempty"` // what was noted

	RequestBytes int64 `json:"request_bytes"` // of the body, as far as it was read
	Bytes        int64 `json:"bytes"`         // of the response's body

	Facts

	Fault   string   `json:"fault,omitempty"`   // that changed the response
	Notices []string `json:"notices,omitempty"` // in the headers of the response

	Failed  bool    `json:"failed,omitempty"`  // a status of 400 or more, none at all, or an error in the JSON of a 200
	Message string  `json:"message,omitempty"` // of the response to a request that failed
	Reason  *Reason `json:"reason,omitempty"`  // of a response with status 4xx
}

// Entries returns the entries that are kept, the oldest first.
func (j *Journal) Entries() []Entry {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.sorted()
}

// sorted returns the entries, the oldest first. The caller holds the lock.
func (j *Journal) sorted() []Entry {
	out := make([]Entry, 0, len(j.entries))
	if len(j.entries) == j.config.Keep {
		at := int(j.count % uint64(j.config.Keep))
		return append(append(out, j.entries[at:]...), j.entries[:at]...)
	}
	return append(out, j.entries...)
}

// Reset forgets everything. Requests under way are entered when they end.
func (j *Journal) Reset() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries, j.count, j.sums = nil, 0, newSums()
}

func (j *Journal) enter(e Entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	e.detach(&j.last)
	j.last = e
	if len(j.entries) < j.config.Keep {
		j.entries = append(j.entries, e)
	} else {
		j.entries[j.count%uint64(j.config.Keep)] = e
	}
	j.count++
	j.entries[(j.count-1)%uint64(j.config.Keep)].Number = j.count
	j.sums.request(&e)
}

// Watch enters every request to next.
func (j *Journal) Watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		came := moment{j.config.Now(), j.config.Elapsed()}
		x := &exchange{Context: r.Context(), ResponseWriter: w, journal: j, came: came, facts: Facts{Surface: other}}
		r = r.WithContext(x)
		if r.Body != nil && r.Body != http.NoBody {
			x.body.ReadCloser = r.Body
			r.Body = &x.body
		}
		// Read the request now: a handler may rewrite it.
		e := Entry{
			Time: came.now, RealTime: j.config.Wall().UTC(), Method: short(r.Method), Host: short(r.Host),
			Path: short(redact.Path(r.URL.Path)), Query: query(r.URL.RawQuery),
		}
		defer func() {
			e.Route = route(r.Pattern, x.pattern)
			x.end(&e)
			j.enter(e)
		}()
		next.ServeHTTP(x, r)
		x.ended = true
	})
}

// A countedBody counts the bytes of a request's body that are read.
type countedBody struct {
	io.ReadCloser
	n int64
}

func (b *countedBody) Read(p []byte) (int, error) {
	n, err := b.ReadCloser.Read(p)
	b.n += int64(n)
	return n, err
}
