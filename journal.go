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

// Faults are those that requests meet now, such as "file-cut=3".
func (s *Server) Faults() []string {
	var texts []string
	for _, f := range s.state.Load().journal.Faults() {
		texts = append(texts, f.String())
	}
	return texts
}

// SetFaults lets requests from now on meet these faults, of FaultNames, and no
// others; they begin to count anew. Reset brings back those of the Options. The
// error names what is no fault, and nothing is changed.
func (s *Server) SetFaults(faults ...string) error {
	all, err := readFaults(faults)
	if err == nil {
		s.state.Load().journal.SetFaults(all)
	}
	return err
}

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
