package mcn_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
)

// A partner is the software of a network: a user list, feeds and a callback endpoint.
type partner struct {
	*httptest.Server

	mu     sync.Mutex
	list   string            // "BASE" stands for the server's URL in all documents
	feeds  map[string]string // by path
	status int               // of responses to callbacks; zero means 200
	heads  int               // requests for media
	events []event
	bodies []string
}

type event struct {
	Timestamp int64          `json:"timestamp"`
	Type      string         `json:"type"`
	Data      map[string]any `json:"data"`
}

func newPartner(t *testing.T) *partner {
	t.Helper()
	p := &partner{list: `[{"id": "xpart1", "feed_url": "BASE/one.xml"}]`, feeds: map[string]string{}}
	p.Server = httptest.NewServer(http.HandlerFunc(p.serve))
	t.Cleanup(p.Close)
	return p
}

func (p *partner) serve(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	text := func(s string) { _, _ = io.WriteString(w, strings.ReplaceAll(s, "BASE", p.URL)) }
	switch feed, ok := p.feeds[r.URL.Path]; {
	case r.URL.Path == "/users.json":
		text(p.list)
	case ok:
		text(feed)
	case strings.HasPrefix(r.URL.Path, "/media/"):
		p.heads++
	case r.URL.Path == "/callback":
		body, _ := io.ReadAll(r.Body)
		var events []event
		_ = json.Unmarshal(body, &events)
		p.events, p.bodies = append(p.events, events...), append(p.bodies, string(body))
		if p.status != 0 {
			w.WriteHeader(p.status)
		}
	case r.URL.Path == "/away.xml":
		http.Redirect(w, r, "http://elsewhere.example/feed.xml", http.StatusFound)
	default:
		http.NotFound(w, r)
	}
}

func (p *partner) set(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
}

func (p *partner) received() []event {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.events)
}

func feed(items ...string) string {
	return `<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel>` + "\n" +
		strings.Join(items, "\n") + "\n</channel></rss>"
}

func item(guid, title string) string {
	return fmt.Sprintf(`<item><guid>%s</guid><title>%s</title><category>news</category>`+
		`<media:content url="BASE/media/%s.mp4"/></item>`, guid, title, guid)
}

var noon = time.Date(2026, 6, 1, 12, 0, 0, 0, time.UTC)

func start(t *testing.T, p *partner, change func(*dailymock.Importer)) *dailymocktest.Mock {
	t.Helper()
	m := dailymocktest.Start(t, dailymock.Options{Now: noon})
	i := dailymock.Importer{Users: p.URL + "/users.json", Callback: p.URL + "/callback", Adopt: true}
	if change != nil {
		change(&i)
	}
	require.NoError(t, m.SetImporter(i))
	return m
}

func crawl(t *testing.T, m *dailymocktest.Mock) dailymock.ImporterReport {
	t.Helper()
	r, err := m.Crawl(t.Context())
	require.NoError(t, err)
	return r
}

// decisions returns what was decided about items, such as "1 new".
func decisions(r dailymock.ImporterReport) (all []string) {
	for _, e := range r.Entries {
		if e.About == "item" {
			all = append(all, e.GUID+" "+e.Decision)
		}
	}
	return all
}

func rules(r dailymock.ImporterReport) (all []string) {
	for _, e := range r.Entries {
		if e.Rule != "" {
			all = append(all, e.Rule)
		}
	}
	return all
}

func TestNewItemsBecomeVideosAndAreCalledBack(t *testing.T) {
	t.Parallel()
	p := newPartner(t)
	p.feeds["/one.xml"] = feed(item("1", "First"), item("2", "Second"))
	m := start(t, p, nil)
	r := crawl(t, m)
	require.Equal(t, []string{"1 new", "2 new"}, decisions(r))
	require.Empty(t, rules(r))
	require.Empty(t, p.received(), "an event before the video is ready")
	m.Advance(10 * time.Second)
	require.Eventually(t, func() bool { return len(p.received()) == 2 }, time.Minute, time.Millisecond)
	hex := regexp.MustCompile(`^[0-9a-f]{24}$`)
	for n, e := range p.received() {
		require.Equal(t, "injector.item.ready", e.Type)
		require.Equal(t, "ready", e.Data["status"])
		require.Equal(t, fmt.Sprint(n+1), e.Data["uid"])
		require.Equal(t, noon.Add(10*time.Second).UnixMilli(), e.Timestamp)
		for _, name := range []string{"user_id", "feed_id", "item_id"} {
			require.Regexp(t, hex, e.Data[name])
		}
		resp, err := http.Get(m.URL + "/video/" + e.Data["remote_id"].(string) + "?fields=title,owner,status,channel")
		require.NoError(t, err)
		body, _ := io.ReadAll(resp.Body)
		require.NoError(t, resp.Body.Close())
		title := []string{"First", "Second"}[n]
		require.JSONEq(t, `{"title":"`+title+`","owner":"xpart1","status":"published","channel":"news"}`, string(body))
	}
	require.Equal(t, []string{"1 unchanged", "2 unchanged"}, decisions(crawl(t, m)))
}

func TestAChangedItemEditsItsVideo(t *testing.T) {
	t.Parallel()
	p := newPartner(t)
	p.feeds["/one.xml"] = feed(item("1", "First"))
	m := start(t, p, nil)
	first := crawl(t, m).Entries
	m.Advance(time.Minute)
	require.Eventually(t, func() bool { return len(p.received()) == 1 }, time.Minute, time.Millisecond)
	p.set(func() { p.feeds["/one.xml"] = feed(item("1", "Another title")) })
	r := crawl(t, m)
	require.Equal(t, []string{"1 changed"}, decisions(r))
	video := first[len(first)-1].Video
	require.Equal(t, video, r.Entries[len(r.Entries)-1].Video)
	require.Eventually(t, func() bool { return len(p.received()) == 2 }, time.Minute, time.Millisecond)
	require.Equal(t, video, p.received()[1].Data["remote_id"])
	p.set(func() { p.feeds["/one.xml"] = feed() })
	require.Empty(t, decisions(crawl(t, m)))
}

func TestCrawlsWhenTheClockSays(t *testing.T) {
	t.Parallel()
	p := newPartner(t)
	p.feeds["/one.xml"] = feed(item("1", "First"))
	m := start(t, p, func(i *dailymock.Importer) { i.Period = time.Hour })
	m.Advance(59 * time.Minute)
	require.Empty(t, m.ImporterLog())
	m.Advance(time.Minute)
	require.Eventually(t, func() bool { return len(m.ImporterLog()) == 4 }, time.Minute, time.Millisecond)
}

func TestStateOfTheImporterIsRestored(t *testing.T) {
	t.Parallel()
	p := newPartner(t)
	p.feeds["/one.xml"] = feed(item("1", "First"))
	m := start(t, p, nil)
	crawl(t, m)
	saved, err := m.State()
	require.NoError(t, err)
	other := dailymocktest.Start(t, dailymock.Options{Now: noon})
	require.NoError(t, other.SetState(saved))
	require.Equal(t, m.Importer(), other.Importer())
	require.Equal(t, []string{"1 unchanged"}, decisions(crawl(t, other)))
}

func TestBrokenRulesAreReported(t *testing.T) {
	t.Parallel()
	without := func(what string) string { return feed(strings.Replace(item("1", "First"), what, "", 1)) }
	good := feed(item("1", "First"))
	for _, c := range []struct{ rule, list, feed string }{
		{"list-not-array", `{"id": "xpart1"}`, good},
		{"list-not-array", `[{"id": "xpart1", "feed_url": "BASE/one.xml"}`, good},
		{"entry-incomplete", `[{"id": "xpart1"}]`, good},
		{"entry-incomplete", `["xpart1"]`, good},
		{"entry-incomplete", `[{"id": 7, "feed_url": "BASE/one.xml"}]`, good},
		{"entry-twice", `[{"id": "xpart1", "feed_url": "BASE/no.xml"}, {"id": "xpart1", "feed_url": "BASE/one.xml"}]`, good},
		{"feed-unreachable", `[{"id": "xpart1", "feed_url": "BASE/no.xml"}]`, good},
		{"host-not-allowed", `[{"id": "xpart1", "feed_url": "http://elsewhere.example/feed.xml"}]`, good},
		{"host-not-allowed", `[{"id": "xpart1", "feed_url": "BASE/away.xml"}]`, good},
		{"host-not-allowed", `[{"id": "xpart1", "feed_url": "file:///etc/passwd"}]`, good},
		{"host-not-allowed", "", strings.Replace(good, "BASE/media", "http://10.0.0.1", 1)},
		{"feed-not-well-formed", "", good[:len(good)-8]},
		{"feed-wrong-namespace", "", strings.Replace(good, "search.yahoo.com/mrss", "search.yahoo.com/rss", 1)},
		{"item-without-guid", "", without("<guid>1</guid>")},
		{"item-without-title", "", without("<title>First</title>")},
		{"item-without-category", "", without("<category>news</category>")},
		{"item-without-media", "", without(`<media:content url="BASE/media/1.mp4"/>`)},
		{"item-guid-twice", "", feed(item("1", "First"), item("1", "Second"))},
		{"item-unknown-category", "", strings.Replace(good, "news", "underwater", 1)},
		{"media-unreachable", "", strings.Replace(good, "media/1", "no/1", 1)},
	} {
		t.Run(c.rule, func(t *testing.T) {
			t.Parallel()
			p := newPartner(t)
			if p.feeds["/one.xml"] = c.feed; c.list != "" {
				p.list = c.list
			}
			require.Contains(t, rules(crawl(t, start(t, p, nil))), c.rule)
		})
	}
}

func TestAnItemThatFailsIsCalledBackToo(t *testing.T) {
	t.Parallel()
	p := newPartner(t)
	p.feeds["/one.xml"] = feed(strings.Replace(item("1", "First"), "news", "underwater", 1), item("2", "Second"))
	m := start(t, p, nil)
	require.Equal(t, []string{"1 failed", "2 new"}, decisions(crawl(t, m)))
	m.Advance(10 * time.Second)
	require.Eventually(t, func() bool { return len(p.received()) == 2 }, time.Minute, time.Millisecond)
	e := p.received()[0]
	require.Equal(t, "injector.item.error", e.Type)
	require.Nil(t, e.Data["remote_id"])
	require.NotEmpty(t, e.Data["message"])
}

func TestCallbackIsChecked(t *testing.T) {
	t.Parallel()
	p := newPartner(t)
	p.feeds["/one.xml"] = feed(item("1", "First"), item("2", "Second"))
	m := start(t, p, nil)
	crawl(t, m)
	m.Advance(10 * time.Second)
	require.Empty(t, rules(m.CheckCallback(t.Context())))
	require.Len(t, p.received(), 5, "two events, one again, and both at once")
	require.Equal(t, []string{"item-still-in-feed", "item-still-in-feed"}, rules(crawl(t, m)))
	p.set(func() { p.status = http.StatusInternalServerError })
	require.Equal(t, []string{"callback-duplicate"}, rules(m.CheckCallback(t.Context())))
}

func TestCallbackThatFailsIsTriedAgain(t *testing.T) {
	t.Parallel()
	p := newPartner(t)
	p.feeds["/one.xml"], p.status = feed(item("1", "First")), http.StatusInternalServerError
	m := start(t, p, nil)
	crawl(t, m)
	m.Advance(10 * time.Second)
	require.Equal(t, []string{"callback-status"}, rules(m.CheckCallback(t.Context())))
	p.set(func() { p.status = 0 })
	m.Advance(time.Minute)
	require.Eventually(t, func() bool { return len(p.received()) == 2 }, time.Minute, time.Millisecond)
}

func TestCredentialsAreNotShown(t *testing.T) {
	t.Parallel()
	p := newPartner(t)
	p.list = "[" // broken, so that its address is shown
	m := start(t, p, func(i *dailymock.Importer) {
		i.Users = strings.Replace(i.Users, "http://", "http://me:hidden-one@", 1)
		i.Login, i.Password = "me", "hidden-two"
	})
	crawl(t, m)
	for _, path := range []string{"/_mock/importer", "/_mock/importer/log"} {
		resp, err := http.Get(m.URL + path)
		require.NoError(t, err)
		body, _ := io.ReadAll(resp.Body)
		require.NoError(t, resp.Body.Close())
		require.NotContains(t, string(body), "hidden")
		require.Contains(t, string(body), "users.json")
	}
}

func TestClosedWorldAndAdoption(t *testing.T) {
	t.Parallel()
	p := newPartner(t)
	p.feeds["/one.xml"] = feed(item("1", "First"))
	m := start(t, p, func(i *dailymock.Importer) { i.Adopt = false })
	require.Equal(t, []string{"child-not-adopted"}, rules(crawl(t, m)))
	closed := dailymocktest.Start(t, dailymock.Options{Now: noon, ClosedWorld: true})
	require.NoError(t, closed.SetImporter(dailymock.Importer{
		Users: p.URL + "/users.json", Callback: p.URL + "/callback", Adopt: true}))
	require.Equal(t, []string{"child-unknown"}, rules(crawl(t, closed)))
}

func TestLongTextsAreCutBetweenLetters(t *testing.T) {
	t.Parallel()
	p := newPartner(t)
	p.list = `"` + strings.Repeat("é", 30) + `"`
	m := start(t, p, nil)
	for _, e := range crawl(t, m).Entries {
		require.True(t, utf8.ValidString(e.Detail), "%q", e.Detail)
	}
}
