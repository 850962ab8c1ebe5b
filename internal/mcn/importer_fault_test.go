package mcn_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
)

// TestFaultsOfTheImporter imports two items with each fault at the second callback.
func TestFaultsOfTheImporter(t *testing.T) {
	t.Parallel()
	tested := map[string]string{
		"importer-duplicate":     "1 ready, 2 ready, 2 ready",
		"importer-out-of-order":  "1 ready, 3 ready, 2 ready",
		"importer-batch":         "1 ready, 1+2 ready",
		"importer-failed-item":   "1 ready, 2 error",
		"importer-unknown-event": "1 ready, 2 unlisted",
	}
	for _, fault := range dailymock.FaultNames() {
		want, ok := tested[fault]
		if !ok {
			// TestALateCrawl has the other one.
			require.True(t, !strings.HasPrefix(fault, "importer-") || fault == "importer-late-crawl", fault)
			continue
		}
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			p := newPartner(t)
			items := []string{item("1", "First"), item("2", "Second")}
			if fault == "importer-out-of-order" {
				items = append(items, item("3", "Third"))
			}
			p.feeds["/one.xml"] = feed(items...)
			m := start(t, p, nil)
			require.NoError(t, m.SetFaults(fault+"=2"))
			r := crawl(t, m)
			m.Advance(r.Ready.Sub(m.Now()))
			require.Eventually(t, func() bool { return deliveries(t, p) == want }, time.Minute, 5*time.Millisecond,
				"want %s, got %s", want, deliveries(t, p))
		})
	}
}

// deliveries returns the callbacks with their guids and statuses, such as "1+2 ready".
func deliveries(t *testing.T, p *partner) string {
	t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	var all []string
	for _, body := range p.bodies {
		var events []event
		require.NoError(t, json.Unmarshal([]byte(body), &events))
		var guids []string
		for _, e := range events {
			guids = append(guids, fmt.Sprint(e.Data["uid"]))
		}
		all = append(all, strings.Join(guids, "+")+" "+fmt.Sprint(events[len(events)-1].Data["status"]))
	}
	return strings.Join(all, ", ")
}

func TestALateCrawl(t *testing.T) {
	t.Parallel()
	p := newPartner(t)
	p.feeds["/one.xml"] = feed(item("1", "First"))
	m := start(t, p, func(i *dailymock.Importer) { i.Period = time.Hour })
	require.NoError(t, m.SetFaults("importer-late-crawl"))
	m.Advance(time.Hour)
	fetched := func() int {
		lists := 0
		for _, e := range m.ImporterLog() {
			if e.About == "list" && e.Decision == "fetched" {
				lists++
			}
		}
		return lists
	}
	require.Eventually(t, func() bool { return fetched() == 1 }, time.Minute, time.Millisecond)
	m.Advance(time.Hour)
	m.Advance(59 * time.Minute)
	require.Equal(t, 1, fetched())
	m.Advance(time.Minute)
	require.Eventually(t, func() bool { return fetched() == 2 }, time.Minute, time.Millisecond)
}

func TestAFileThatCouldNotBeFetchedIsTriedAgain(t *testing.T) {
	t.Parallel()
	p := newPartner(t)
	p.feeds["/one.xml"] = feed(strings.Replace(item("1", "First"), "/media/", "/later/", 1))
	m := start(t, p, nil)
	require.Equal(t, []string{"1 failed"}, decisions(crawl(t, m)))
	require.Equal(t, []string{"1 failed"}, decisions(crawl(t, m)))
	p.set(func() { p.feeds["/later/1.mp4"] = "now it is there" })
	require.Equal(t, []string{"1 new"}, decisions(crawl(t, m)))
	m.Advance(10 * time.Second)
	require.Eventually(t, func() bool { return deliveries(t, p) == "1 error, 1 ready" }, time.Minute, 5*time.Millisecond)
}

// tokenOf signs a user in.
func tokenOf(t *testing.T, m *dailymocktest.Mock, user string) string {
	t.Helper()
	resp, err := http.PostForm(m.URL+"/oauth/token", url.Values{
		"grant_type": {"password"}, "client_id": {"key"}, "client_secret": {"secret"}, "username": {user},
		"password": {"word"}, "scope": {"manage_videos"},
	})
	require.NoError(t, err)
	defer resp.Body.Close()
	var token struct {
		Access string `json:"access_token"`
	}
	require.NoError(t, json.NewDecoder(resp.Body).Decode(&token))
	return token.Access
}

// TestImportedVideosAreLikeOthers reads and edits a video over REST, and finds it in a report.
func TestImportedVideosAreLikeOthers(t *testing.T) {
	t.Parallel()
	p := newPartner(t)
	long := strings.Replace(item("1", "First"), "<media:content ", `<media:content duration="75" `, 1)
	p.feeds["/one.xml"] = feed(long)
	m := start(t, p, nil)
	r := crawl(t, m)
	video := r.Entries[len(r.Entries)-1].Video
	m.Advance(time.Minute)
	token := tokenOf(t, m, "xpart1")
	send := func(method string, form url.Values) string {
		address := m.URL + "/video/" + video + "?fields=duration,title,private,tags"
		req, err := http.NewRequestWithContext(t.Context(), method, address, strings.NewReader(form.Encode()))
		require.NoError(t, err)
		req.Header.Set("Authorization", "Bearer "+token)
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		resp, err := http.DefaultClient.Do(req)
		require.NoError(t, err)
		defer resp.Body.Close()
		body, err := io.ReadAll(resp.Body)
		require.NoError(t, err)
		return string(body)
	}
	require.JSONEq(t, `{"duration":75,"title":"First","private":false,"tags":[]}`, send("GET", nil))
	require.Contains(t, send("POST", url.Values{"private": {"true"}}), `"private":true`)
	p.set(func() { p.feeds["/one.xml"] = feed(strings.Replace(long, "First", "Other", 1)) })
	require.Equal(t, []string{"1 changed"}, decisions(crawl(t, m)))
	require.JSONEq(t, `{"duration":75,"title":"Other","private":true,"tags":[]}`, send("GET", nil))
	without := dailymocktest.Start(t, dailymock.Options{Now: noon})
	require.Equal(t, uploads(t, without)+1, uploads(t, m))
}

// uploads returns how many videos of the child a report about the first day has, two days later.
func uploads(t *testing.T, m *dailymocktest.Mock) int {
	t.Helper()
	m.SetTime(noon.Add(48 * time.Hour))
	e, err := m.Expect(t.Context(), "", dailymock.ReportRequest{
		Edition: "2026", Metrics: []string{"UPLOADS"}, Dimensions: []string{"VIDEO_ID"}, Start: noon, End: noon,
		Filters: dailymock.ReportFilters{VideoOwnerChannelSlug: "xpart1"},
	})
	require.NoError(t, err)
	n, err := strconv.Atoi(e.Sums["UPLOADS"])
	require.NoError(t, err)
	return n
}

// TestAnUnknownIDOpensAChannel uses the longest id that the vendor's guide shows.
func TestAnUnknownIDOpensAChannel(t *testing.T) {
	t.Parallel()
	p := newPartner(t)
	p.list = `[{"id": "x974sc23", "feed_url": "BASE/one.xml"}]`
	p.feeds["/one.xml"] = feed(item("1", "First"))
	r := crawl(t, start(t, p, nil))
	require.Equal(t, "x974sc23", r.Entries[len(r.Entries)-1].Child)
}
