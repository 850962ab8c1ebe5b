package dailymock

import (
	"net/http"

	"github.com/dailymock/dailymock/internal/traffic"
)

// What the journal of requests holds; see internal/traffic for its promises.
type (
	JournalEntry = traffic.Entry
	Tally        = traffic.Tally
)

// Journal returns the youngest requests that were answered, the oldest first.
// No secret is in it.
func (s *Server) Journal() []JournalEntry { return s.state.Load().journal.Entries() }

// Tally sums up what clients did since the start, or the latest Reset.
func (s *Server) Tally() Tally { return s.state.Load().journal.Tally() }

func on(surface string, h http.Handler) http.Handler { return traffic.On(surface, h) }

// tokens watches a token endpoint.
func tokens(h http.Handler) http.Handler {
	return on("oauth", traffic.After(traffic.TokenTaken, nil, h))
}

// downloads watches the files of reports. HEAD only looks.
func downloads(h http.Handler) http.Handler {
	get := traffic.After(traffic.Fetched, func(r *http.Request) string { return r.URL.Path }, h)
	return on("files", http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			get.ServeHTTP(w, r)
			return
		}
		h.ServeHTTP(w, r)
	}))
}
