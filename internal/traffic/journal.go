// Package traffic keeps a journal of requests: time, host, path, surface, status, bytes and duration, and what the
// request did in a user's terms, such as asking for a report.
//
//	j := traffic.New(traffic.Config{Now: clock.Now, Elapsed: clock.Elapsed})
//	handler := j.Watch(routes)              // around everything
//	traffic.On("oauth", tokens)             // names the surface of a route
//	traffic.Note(ctx, journal.Asked, token) // what a handler did
//	j.Entries(), j.Tally()                  // what was recorded
//
// It never holds a secret: no header, of a body only the message of an error, of a query and a path only what is no
// credential, of a token a hash. The id of an API key is no secret; its secret is.
package traffic

import (
	"context"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"time"

	"github.com/dailymock/dailymock/internal/redact"
	"github.com/dailymock/dailymock/journal"
)

// Config says how a Journal works.
type Config struct {
	Now  func() time.Time // the mock's clock
	Keep int              // how many entries it keeps, the last ones; zero means 1,000

	KeepBytes int          // about how many bytes of memory they may need; zero means 16 MB
	Bodies    int          // how many bytes of each body to keep, without credentials; zero means none, nor headers
	Log       *slog.Logger // gets one line for each request; nil means none

	// Intercept handles the requests of each surface in place of their handlers, which it may call; nil calls them.
	Intercept func(w http.ResponseWriter, r *http.Request, h http.Handler)

	Wall func() time.Time // the real time; nil means the mock's clock

	// Elapsed is the real time since any fixed moment; nil leaves durations out.
	Elapsed func() time.Duration
}

// The defaults of Config.
const (
	keep      = 1000
	keepBytes = 16 << 20
)

// A Journal remembers the last requests and sums up all. It is safe for concurrent use.
type Journal struct {
	config Config

	mu        sync.Mutex
	entries   queue
	count     uint64 // requests that ended, ever
	cleared   uint64 // of them, those that Clear dropped
	sums      sums
	followers map[*Follower]bool
	closed    bool // there are no followers any more
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
	if c.KeepBytes <= 0 {
		c.KeepBytes = keepBytes
	}
	return &Journal{config: c, sums: newSums(), followers: map[*Follower]bool{}}
}

// Count adds a step that belongs to no request to the Tally.
func (j *Journal) Count(step journal.Steps, subject string) {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.sums.step(step, 0, subject, moment{})
}

// Entries returns the entries that are kept, the oldest first.
func (j *Journal) Entries() []journal.Entry {
	entries, _ := j.snapshot()
	return entries
}

// snapshot returns the entries, and how many there have been.
func (j *Journal) snapshot() ([]journal.Entry, uint64) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return append([]journal.Entry{}, j.entries.all()...), j.count - j.cleared
}

// Reset forgets everything. Requests under way are entered when they end.
func (j *Journal) Reset() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.entries, j.count, j.cleared, j.sums = queue{}, 0, 0, newSums()
}

// Verify counts the entries that match. A request that is under way is not one of them. It returns an error for an
// invalid matcher or count.
func (j *Journal) Verify(m journal.Matcher, c journal.Count) (journal.Verification, error) {
	entries, total := j.snapshot()
	return journal.Verify(entries, total-uint64(len(entries)), m, c)
}

// Clear forgets the entries that match. The numbers go on, and the Tally stays. It returns an error for an invalid
// matcher.
func (j *Journal) Clear(m journal.Matcher) error {
	if err := m.Check(); err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	before := len(j.entries.all())
	j.entries.remove(&m)
	j.cleared += uint64(before - len(j.entries.all()))
	if len(j.entries.all()) == 0 {
		j.cleared = j.count
	}
	return nil
}

func (j *Journal) enter(e *journal.Entry) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if kept := j.entries.all(); len(kept) > 0 {
		detach(e, &kept[len(kept)-1])
	} else {
		detach(e, &journal.Entry{})
	}
	j.count++
	e.Number = j.count
	j.entries.push(e, j.config.Keep, j.config.KeepBytes)
	j.sums.request(e)
	j.tell(e)
}

// log writes one line.
func (j *Journal) log(e *journal.Entry) {
	if j.config.Log == nil {
		return
	}
	attrs := make([]slog.Attr, 0, 12)
	attrs = append(attrs, slog.String("method", e.Method), slog.String("host", e.Host), slog.String("path", e.Path),
		slog.Int("status", e.Status), slog.String("surface", e.Surface), slog.String("duration", e.Duration.String()))
	for _, one := range [][2]string{{"operation", e.Operation}, {"key", e.Key}, {"fault", e.Fault},
		{"message", e.Message}, {"notice", strings.Join(e.Notices, "; ")}} {
		if one[1] != "" {
			attrs = append(attrs, slog.String(one[0], one[1]))
		}
	}
	if e.Reason != nil {
		attrs = append(attrs, slog.String("reason", e.Reason.String()))
	}
	j.config.Log.LogAttrs(context.Background(), slog.LevelInfo, "request", attrs...)
}

// Watch enters every request to next.
func (j *Journal) Watch(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		came := moment{j.config.Now(), j.config.Elapsed()}
		x := &exchange{Context: r.Context(), ResponseWriter: w, journal: j, came: came}
		// Read the request now: a handler may rewrite it.
		x.entry = journal.Entry{
			Time: came.now, RealTime: j.config.Wall().UTC(), Method: short(r.Method), Host: short(r.Host),
			Path: short(redact.Path(r.URL.Path)), Query: query(r.URL.RawQuery), Facts: journal.Facts{Surface: other},
		}
		r = r.WithContext(x)
		if r.Body != nil && r.Body != http.NoBody {
			x.body.ReadCloser, x.body.most = r.Body, j.config.Bodies
			r.Body = &x.body
		}
		asked := r.Header
		if j.config.Bodies > 0 {
			x.entry.RequestHeaders = headers(asked)
		}
		defer func() {
			if x.omitted {
				return
			}
			if x.entry.Route == "" {
				x.entry.Route = route(r.Pattern)
			}
			x.end()
			if j.config.Bodies > 0 {
				x.showBodies(&x.entry, asked)
			}
			j.enter(&x.entry)
			j.log(&x.entry)
		}()
		next.ServeHTTP(x, r)
		x.ended = true
	})
}
