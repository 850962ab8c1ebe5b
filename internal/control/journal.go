package control

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net/http"
	"strconv"

	"github.com/dailymock/dailymock/internal/traffic"
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/journal"
)

// A journalPage is what Journal shows.
type journalPage struct {
	Tally   traffic.Tally   `json:"tally"`
	Entries []journal.Entry `json:"entries"`
	Next    uint64          `json:"next,omitempty"` // for ?after=, if there are more entries
}

// Journal shows {"tally": …, "entries": […]}: what clients did since the start or the last reset, and the last
// requests, oldest first. The query may have members of a matcher, such as ?surface=rest&status=4xx, and after, limit
// and tail: the entries with higher numbers than after, the first ones up to limit, or only the last ones.
func (c *Control) Journal(w http.ResponseWriter, r *http.Request) {
	m, page, err := journalQuery(r)
	if err != nil {
		Refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	j := c.config.Core().Journal
	shown := journalPage{Tally: j.Tally(), Entries: []journal.Entry{}}
	for _, e := range j.Entries() {
		if e.Number > page["after"] && m.Match(&e) {
			shown.Entries = append(shown.Entries, e)
		}
	}
	if tail, ok := page["tail"]; ok {
		shown.Entries = shown.Entries[len(shown.Entries)-min(int(tail), len(shown.Entries)):]
	}
	if limit, ok := page["limit"]; ok && int(limit) < len(shown.Entries) {
		shown.Entries = shown.Entries[:limit]
		shown.Next = page["after"]
		if limit > 0 {
			shown.Next = shown.Entries[limit-1].Number
		}
	}
	write(w, http.StatusOK, shown)
}

// journalQuery reads the query of Journal. The page has what was sent of after, limit and tail.
func journalQuery(r *http.Request) (journal.Matcher, map[string]uint64, error) {
	page := map[string]uint64{}
	values, err := readQuery(r, append(journal.MatcherNames(), "after", "limit", "tail")...)
	if err != nil {
		return journal.Matcher{}, nil, err
	}
	for _, name := range []string{"after", "limit", "tail"} {
		text, ok := values[name]
		if !ok {
			continue
		}
		if page[name], err = number(name, text); err != nil {
			return journal.Matcher{}, nil, err
		}
		delete(values, name)
	}
	m, err := journal.ParseMatcher(values)
	return m, page, err
}

func number(name, text string) (uint64, error) {
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil || n > math.MaxInt32 && name != "after" {
		return 0, fmt.Errorf("%s=%s: need a number such as 20", name, wire.Clip(text, maxName, "…"))
	}
	return n, nil
}

// ClearJournal forgets the entries that match the members of a matcher in the query, or all, and shows the rest as
// Journal does. The tally stays; Reset sets it to zero.
func (c *Control) ClearJournal(w http.ResponseWriter, r *http.Request) {
	if !c.allow(w, r) {
		return
	}
	m, page, err := journalQuery(r)
	if err == nil && len(page) > 0 {
		err = errors.New("after, limit and tail are for reading; clear by members such as ?key=…")
	}
	j := c.config.Core().Journal
	if err == nil {
		err = j.Clear(m)
	}
	respond(w, journalPage{Tally: j.Tally(), Entries: j.Entries()}, err)
}

// Verify takes {"matcher": {…}} and a count, and shows whether the journal has so many matching requests.
func (c *Control) Verify(w http.ResponseWriter, r *http.Request) {
	var m journal.Matcher
	var n journal.Count
	known := members{{"matcher", &m}, {"exactly", &n.Exactly}, {"at_least", &n.AtLeast}, {"at_most", &n.AtMost}}
	c.handle(w, r, known, func() (any, error) { return c.config.Core().Journal.Verify(m, n) })
}

// FollowJournal sends entries as server-sent events, from now on or, with ?after= or the header Last-Event-ID, from an
// entry on. The query may have members of a matcher. The response ends with the mock, at a reset, and if the client
// reads too slowly; the client connects again with Last-Event-ID.
func (c *Control) FollowJournal(w http.ResponseWriter, r *http.Request) {
	if !c.allow(w, r) {
		return
	}
	m, page, err := journalQuery(r)
	if last := r.Header.Get("Last-Event-ID"); last != "" && err == nil {
		page["after"], err = number("after", last)
	}
	if err != nil {
		Refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	j := c.config.Core().Journal
	f, err := j.Follow(m)
	if err != nil {
		Refuse(w, http.StatusServiceUnavailable, err.Error())
		return
	}
	defer f.Stop()
	h := w.Header()
	h.Set("Content-Type", "text/event-stream")
	h.Set("Cache-Control", "no-store")
	h.Set(versionHeader, Version)
	sent := events{w, http.NewResponseController(w), 0}
	if _, err := fmt.Fprint(w, ": follows the journal\n\n"); err != nil {
		return
	}
	if from, ok := page["after"]; ok {
		for _, e := range j.Entries() {
			if e.Number > from && m.Match(&e) && !sent.send(&e) {
				return
			}
		}
	}
	_ = sent.flusher.Flush()
	sent.follow(r, f)
}

// events writes server-sent events.
type events struct {
	http.ResponseWriter
	flusher *http.ResponseController
	last    uint64 // the number of the last entry
}

func (s *events) follow(r *http.Request, f *traffic.Follower) {
	for {
		select {
		case e, ok := <-f.C:
			if !ok || e.Number > s.last && !s.send(&e) || s.flusher.Flush() != nil {
				return
			}
		case <-r.Context().Done():
			return
		}
	}
}

func (s *events) send(e *journal.Entry) bool {
	data, err := json.Marshal(e)
	if err != nil {
		return false
	}
	s.last = e.Number
	_, err = fmt.Fprintf(s, "id: %d\ndata: %s\n\n", e.Number, data)
	return err == nil
}
