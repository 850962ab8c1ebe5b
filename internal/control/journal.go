package control

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/dailymock/dailymock/internal/traffic"
)

// A journalPage is what Journal shows.
type journalPage struct {
	Tally   traffic.Tally   `json:"tally"`
	Entries []traffic.Entry `json:"entries"`
	Next    uint64          `json:"next,omitempty"` // for ?after=, if there are more entries
}

// Journal shows {"tally": …, "entries": […]}: what clients did since the start or the last reset, and the last
// requests, oldest first. The query may have members of a matcher, such as ?surface=rest&status=4xx, and after, limit
// and tail: the entries with higher numbers than after, the first ones up to limit, or only the last ones.
func (c *Control) Journal(w http.ResponseWriter, r *http.Request) {
	m, page, err := journalQuery(r.URL.Query())
	if err != nil {
		Refuse(w, http.StatusBadRequest, err.Error())
		return
	}
	j := c.config.Core().Journal
	shown := journalPage{Tally: j.Tally(), Entries: []traffic.Entry{}}
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

// maxPage is more than any journal has.
const maxPage = 1 << 31

// journalQuery reads the query of Journal. The page has what was sent of after, limit and tail.
func journalQuery(query url.Values) (traffic.Matcher, map[string]uint64, error) {
	page, values := map[string]uint64{}, map[string]string{}
	for name, all := range query {
		if len(all) > 1 {
			return traffic.Matcher{}, nil, fmt.Errorf("%q is there %d times; send it once", name, len(all))
		}
		switch name {
		case "after", "limit", "tail":
			n, err := strconv.ParseUint(all[0], 10, 63)
			if err != nil || name != "after" && n > maxPage {
				return traffic.Matcher{}, nil, fmt.Errorf("%s=%s: need a number such as 20", name, all[0])
			}
			page[name] = n
		default:
			values[name] = all[0]
		}
	}
	m, err := traffic.ParseMatcher(values)
	if err != nil && strings.HasPrefix(err.Error(), "unknown") {
		err = fmt.Errorf("%w, after, limit, tail", err)
	}
	return m, page, err
}

// ClearJournal forgets the entries that match the members of a matcher in the query, or all, and shows the rest as
// Journal does. The tally stays; Reset sets it to zero.
func (c *Control) ClearJournal(w http.ResponseWriter, r *http.Request) {
	if !c.allow(w, r) {
		return
	}
	m, page, err := journalQuery(r.URL.Query())
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
	var m traffic.Matcher
	var n traffic.Count
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
	query := r.URL.Query()
	after := cmp.Or(r.Header.Get("Last-Event-ID"), query.Get("after"))
	if after != "" {
		query.Set("after", after)
	}
	m, page, err := journalQuery(query)
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

func (s *events) send(e *traffic.Entry) bool {
	data, err := json.Marshal(e)
	if err != nil {
		return false
	}
	s.last = e.Number
	_, err = fmt.Fprintf(s, "id: %d\ndata: %s\n\n", e.Number, data)
	return err == nil
}
