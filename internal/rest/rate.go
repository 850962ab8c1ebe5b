package rest

import (
	"net"
	"sync"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"

	"github.com/dailymock/dailymock/internal/rest/object"
	"github.com/dailymock/dailymock/internal/rest/reply"
)

// rates counts the requests of a minute of the mock's clock, by key or, without a token, by address.
type rates struct{ windows *lru.Cache[string, *window] }

type window struct {
	mu    sync.Mutex
	start time.Time
	count int
}

// maxWindows bounds the keys and addresses that are counted.
const maxWindows = 4096

func newRates() *rates {
	windows, _ := lru.New[string, *window](maxWindows) // fails for sizes below 1 only
	return &rates{windows}
}

// take counts a call, and returns an error if there were too many.
func (r *rates) take(c *object.Call) error {
	if c.RequestsPerMinute <= 0 {
		return nil
	}
	host, _, _ := net.SplitHostPort(c.Remote)
	name := "address " + host
	if c.Grant != nil {
		name = "key " + c.Grant.Key
	}
	w, ok, _ := r.windows.PeekOrAdd(name, &window{})
	if !ok {
		w, _ = r.windows.Get(name)
	}
	if w == nil {
		return nil // dropped at once, by very many others
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	if since := c.Now.Sub(w.start); since >= time.Minute || since < 0 {
		w.start, w.count = c.Now, 0
	}
	if w.count++; w.count > c.RequestsPerMinute {
		return reply.TooMany(c.RateLimitStatus, c.RequestsPerMinute)
	}
	return nil
}

// Forget forgets how many requests an API key has made in this minute.
func (s *Surface) Forget(key string) { s.rates.windows.Remove("key " + key) }
