package dailymock_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/server"
	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

// A session is a client with what it got from a mock so far.
type session struct {
	url                            string
	token, private, report, id, up string
}

func (c *session) send(method, path, token, form string) string {
	r, err := http.NewRequest(method, c.url+path, strings.NewReader(form))
	if err != nil {
		return err.Error()
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	switch {
	case strings.HasPrefix(form, "{"):
		r.Header.Set("Content-Type", "application/json")
	case strings.HasPrefix(path, "/upload"):
		r.Header.Set("Content-Range", form)
		r.Body = io.NopCloser(strings.NewReader("0123456789"))
		r.ContentLength = 10
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		return err.Error()
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	return fmt.Sprintf(
		"%s %s %d %s %v",
		method,
		path,
		resp.StatusCode,
		strings.ReplaceAll(string(body), c.url, "URL"),
		err,
	)
}

// keep sets *to to the first group of a pattern in a response.
func keep(to *string, pattern, response string) string {
	if m := regexp.MustCompile(pattern).FindStringSubmatch(response); m != nil {
		*to = m[1]
	}
	return response
}

func makeVideo(c *session) string {
	form := "fields=id,title&title=A&channel=news&url=https%3A%2F%2Ffiles.example%2Fa-60s.mp4"
	return keep(&c.id, `"id":"([^"]*)"`, c.send("POST", "/me/videos", c.token, form))
}

func showVideo(c *session) string {
	return c.send("GET", "/video/"+c.id+"?fields=id,title,status,tags", c.token, "")
}

// stateCalls are what the property test calls at random; each returns the response.
var stateCalls = []func(c *session) string{
	func(c *session) string {
		form := url.Values{
			"grant_type": {"password"}, "client_id": {"key"}, "client_secret": {"s"}, "username": {"ana"}, "password": {"p"},
			"scope": {"manage_videos userinfo manage_playlists manage_likes"},
		}
		return keep(&c.token, `"access_token": *"([^"]*)"`, c.send("POST", "/oauth/token", "", form.Encode()))
	},
	func(c *session) string {
		form := "grant_type=client_credentials&client_id=k&client_secret=s&scope=create_reports+read_reports"
		return keep(&c.private, `"access_token": *"([^"]*)"`, c.send("POST", "/oauth/v1/token", "", form))
	},
	func(c *session) string {
		query := `{"query":"mutation { askPartnerReportFile(input: {metrics: [VIEWS], dimensions: [DAY], startDate: ` +
			`\"2026-06-20\", endDate: \"2026-06-23\"}) { reportFile { reportToken status } } }"}`
		return keep(&c.report, `"reportToken": *"([^"]*)"`, c.send("POST", "/graphql", c.private, query))
	},
	func(c *session) string {
		query := `{"query":"{ partner { reportFile(reportToken: \"` + c.report + `\") { status downloadLinks { edges ` +
			`{ node { link } } } } } }"}`
		return c.send("POST", "/graphql", c.private, query)
	},
	func(c *session) string {
		return keep(&c.up, `"upload_url": *"[^"]*?(/upload\?[^"]*)"`, c.send("GET", "/file/upload", c.token, ""))
	},
	func(c *session) string { return c.send("POST", c.up, "", "bytes 0-9/30") },
	func(c *session) string { return c.send("POST", c.up, "", "bytes 10-19/30") },
	func(c *session) string { return c.send("POST", c.up, "", "bytes 20-29/30") },
	func(c *session) string { return c.send("GET", strings.Replace(c.up, "upload", "progress", 1), "", "") },
	makeVideo,
	func(c *session) string {
		return c.send("POST", "/video/"+c.id, c.token, "title=B&tags=a,b&fields=id,title,tags,status")
	},
	func(c *session) string {
		return c.send("GET", "/video/"+c.id+"?fields=id,title,status,tags", c.token, "")
	},
	func(c *session) string { return c.send("DELETE", "/video/"+c.id, c.token, "") },
	func(c *session) string { return c.send("POST", "/me/likes/"+c.id, c.token, "") },
	func(c *session) string { return c.send("GET", "/me/likes?fields=id,title", c.token, "") },
	func(c *session) string { return c.send("GET", "/me/videos?fields=id,title,status", c.token, "") },
	func(c *session) string { return c.send("POST", "/me/playlists", c.token, "name=P&fields=id,name") },
	func(c *session) string { return c.send("GET", "/me/playlists?fields=id,name", c.token, "") },
	func(c *session) string { return c.send("GET", "/logout", c.token, "") },
	func(c *session) string { return c.send("GET", "/auth", c.token, "") },
	func(c *session) string { return c.send("POST", "/_mock/clock/advance", "", `{"by": "7s"}`) },
	func(c *session) string { return c.send("PUT", "/_mock/faults", "", `{"faults": ["rest-500=4"]}`) },
	func(c *session) string {
		return c.send("PUT", "/_mock/policy", "", `{"progress": "polls", "polls": 2}`)
	},
	func(c *session) string { return c.send("GET", "/_mock/reports", "", "") },
	func(c *session) string { return c.send("GET", "/_mock/clock", "", "") },
	func(c *session) string { return c.send("GET", "/_mock/mailbox", "", "") },
	func(c *session) string { return c.send("GET", "/_mock/webhooks", "", "") },
}

func start(t testing.TB, o dailymock.Options) (*dailymock.Server, string, func()) {
	t.Helper()
	o.Now = dailymocktest.Today
	s, err := dailymock.New(o)
	if err != nil {
		t.Fatal(err)
	}
	l := httptest.NewServer(s)
	return s, l.URL, func() {
		l.Close()
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// TestRestoredServerRespondsTheSame makes random calls, restores a snapshot into a new server, and makes the same
// further calls to both.
func TestRestoredServerRespondsTheSame(t *testing.T) {
	t.Parallel()
	call := rapid.IntRange(0, len(stateCalls)-1)
	rapid.Check(t, func(r *rapid.T) {
		one, oneURL, stopOne := start(t, dailymock.Options{})
		defer stopOne()
		two, twoURL, stopTwo := start(t, dailymock.Options{})
		defer stopTwo()
		c := &session{url: oneURL}
		stateCalls[0](c)
		stateCalls[1](c)
		for _, i := range rapid.SliceOfN(call, 0, 25).Draw(r, "before") {
			stateCalls[i](c)
		}
		saved, err := one.State()
		if err != nil {
			r.Fatal(err)
		}
		if err := two.SetState(saved); err != nil {
			r.Fatalf("restore: %v", err)
		}
		again, err := two.State()
		if err != nil || !bytes.Equal(again, saved) {
			r.Fatalf("the restored state is\n%s, want\n%s, %v", again, saved, err)
		}
		d := *c
		d.url = twoURL
		for _, i := range rapid.SliceOfN(call, 1, 25).Draw(r, "after") {
			if got, want := stateCalls[i](&d), stateCalls[i](c); got != want {
				r.Fatalf("the restored server responds\n%s, want\n%s", got, want)
			}
		}
	})
}

func TestRestoreRefusesOtherStates(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	other := dailymocktest.Start(t, dailymock.Options{Seed: 2})
	saved, err := other.State()
	if err != nil {
		t.Fatal(err)
	}
	m.Advance(time.Hour)
	before, err := m.State()
	if err != nil {
		t.Fatal(err)
	}
	for text, says := range map[string]string{
		string(saved):                "it has seed 2",
		string(before[:100]):         "damaged",
		`{"kind":"dailymock state"}`: "damaged",
		strings.Replace(string(before), `"version":1`, `"version":2`, 1): "newer version",
	} {
		if err := m.SetState([]byte(text)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("error %v, want one that says %q", err, says)
		}
	}
	if after, err := m.State(); err != nil || !bytes.Equal(after, before) {
		t.Errorf("a refused restore has changed the state, %v", err)
	}
}

func TestStateOverHTTP(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	m.Advance(time.Hour)
	saved := server.Call(t, m, "GET", "/_mock/state", "")
	m.Reset()
	if got := server.Call(t, m, "PUT", "/_mock/state", saved.Text); got.StatusCode != http.StatusOK {
		t.Fatalf("%s %s", got.Status, got.Text)
	}
	if want := dailymocktest.Today.Add(time.Hour); !m.Now().Equal(want) {
		t.Errorf("the clock shows %v, want %v", m.Now(), want)
	}
	if got := server.Call(
		t,
		m,
		"PUT",
		"/_mock/state",
		"{}",
	); got.StatusCode != http.StatusBadRequest ||
		!strings.Contains(got.Text, "damaged") {
		t.Errorf("%s %s, want 400", got.Status, got.Text)
	}
}

// TestCompressedStateOverHTTP sends a state of equal requests back, and then a small body that inflates to a lot.
func TestCompressedStateOverHTTP(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{JournalBodies: 4 << 10})
	for range 300 {
		server.Call(t, m, "POST", "/graphql", `{"query": "{ `+strings.Repeat("partner { reportFile { status } } ", 50)+`}"}`)
	}
	state, err := m.State()
	require.NoError(t, err)
	for _, c := range []struct {
		name   string
		body   []byte
		status int
	}{
		{"the mock's own state", state, http.StatusOK},
		{"60 MB of blanks", bytes.Repeat([]byte(" "), 60<<20), http.StatusRequestEntityTooLarge},
	} {
		var sent bytes.Buffer
		z, _ := gzip.NewWriterLevel(&sent, gzip.BestCompression)
		_, _ = z.Write(c.body)
		require.NoError(t, z.Close())
		compressed := sent.Len()
		req, err := http.NewRequest("PUT", m.URL+"/_mock/state", &sent)
		require.NoError(t, err)
		req.Header.Set("Content-Encoding", "gzip")
		resp, err := http.DefaultClient.Do(req)
		require.NoError(t, err)
		resp.Body.Close()
		if resp.StatusCode != c.status {
			t.Errorf("%s, %d bytes of %d: status %s, want %d", c.name, compressed, len(c.body), resp.Status, c.status)
		}
	}
}

func TestStateFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	o := dailymock.Options{StateFile: path, Logger: slog.New(slog.DiscardHandler)}
	c := &session{}
	s, url, stop := start(t, o)
	c.url = url
	stateCalls[0](c)
	makeVideo(c)
	made := showVideo(c)
	if !strings.Contains(made, c.id) || c.id == "" {
		t.Fatalf("no video: %s", made)
	}
	var killed []byte
	require.Eventually(t, func() bool { // then kill -9 would lose nothing
		state, err := s.State()
		require.NoError(t, err)
		killed, err = os.ReadFile(path)
		return err == nil && bytes.Equal(killed, state)
	}, time.Minute, 10*time.Millisecond)
	stop()
	for _, content := range [][]byte{nil, killed} { // as Close left it, and as it was before
		if content != nil {
			if err := os.WriteFile(path, content, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		_, c.url, stop = start(t, o)
		if got := showVideo(c); got != made {
			t.Errorf("after a restart %s, want %s", got, made)
		}
		stop()
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	o.Seed = 2
	if _, err := dailymock.New(
		o,
	); err == nil || !strings.Contains(err.Error(), "StateFile") ||
		!strings.Contains(err.Error(), "seed 1") {
		t.Errorf("another seed: %v", err)
	}
	if after, err := os.ReadFile(path); err != nil || !bytes.Equal(after, before) {
		t.Errorf("the file of another mock has changed, %v", err)
	}
}
