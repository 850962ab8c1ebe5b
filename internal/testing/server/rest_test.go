package server_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"github.com/dailymock/dailymock/internal/testing/server"
)

// sendTo asks a mock under some host name.
func sendTo(t *testing.T, m *dailymocktest.Mock, host, method, target, token, body string) (int, string) {
	t.Helper()
	r, err := http.NewRequest(method, m.URL+target, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if host != "" {
		r.Host = host
	}
	if token != "" {
		r.Header.Set("Authorization", "Bearer "+token)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	resp, err := (&http.Client{Transport: server.Documented}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode, string(text)
}

func signedIn(t *testing.T, m *dailymocktest.Mock, path string, form url.Values) string {
	t.Helper()
	for name, value := range map[string]string{"client_id": "key", "client_secret": "secret",
		"scope": "manage_videos userinfo"} {
		if !form.Has(name) {
			form.Set(name, value)
		}
	}
	_, body := sendTo(t, m, "", "POST", path, "", form.Encode())
	var answer struct {
		Token string `json:"access_token"`
	}
	if err := json.Unmarshal([]byte(body), &answer); err != nil || answer.Token == "" {
		t.Fatalf("no token: %s", body)
	}
	return answer.Token
}

func TestObjectsOnEachHost(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	public := signedIn(
		t,
		m,
		"/oauth/token",
		url.Values{"grant_type": {"password"}, "username": {"ana"}, "password": {"p"}},
	)
	private := signedIn(t, m, "/oauth/v1/token", url.Values{"grant_type": {"client_credentials"}})
	const api, partner, graphql = "api.dailymotion.com", "partner.api.dailymotion.com", "graphql.api.dailymotion.com"
	for _, c := range []struct {
		host, method, path, token, body string
		status                          int
		want                            string
	}{
		{api, "GET", "/user/harbour-news?fields=screenname", "", "", 200, `{"screenname":"Harbour News"}`},
		{"", "GET", "/user/harbour-news?fields=screenname", "", "", 200, `{"screenname":"Harbour News"}`},
		{api, "GET", "/me/?fields=username", public, "", 200, `{"username":"ana"}`},
		{api, "GET", "/me?fields=username", private, "", 401, "access_forbidden"},
		{api, "GET", "/rest/user/harbour-news", "", "", 404, "not_found"},
		{api, "GET", "/nope", "", "", 404, "route_not_found"},
		{api, "POST", "/auth", "", "", 404, "route_not_found"},
		{api, "GET", "/auth/?fields=id&callback=cb", "", "", 200, `/**/cb({"id":null});`},
		{api, "GET", "/auth?fields=nope", "", "", 400, "invalid_value"},
		{api, "GET", "/auth", "", "", 200, `"id":null`},
		{api, "GET", "/logout", public + "x", "", 401, "access_forbidden"},
		{api, "GET", "/me?callback=cb", public + "x", "", 200, `/**/cb({"error":{"more_info":`},
		{api, "OPTIONS", "/videos", "", "", 200, ""},
		{api, "OPTIONS", "/", "", "", 200, ""},
		{"", "OPTIONS", "/", "", "", 200, ""},
		{api, "GET", "/user/%ff", "", "", 404, "object_not_found"},
		{api, "GET", "/video", "", "", 404, "not_found"},
		{partner, "GET", "/rest/user/harbour-news?fields=screenname", private, "", 200, `{"screenname":"Harbour News"}`},
		{partner, "GET", "/rest/user/harbour-news", "", "", 401, "access_forbidden"},
		{partner, "GET", "/rest/me", private, "", 403, "access_forbidden"},
		{partner, "GET", "/rest/auth?fields=username", private, "", 200, `{"username":"harbour-news"}`},
		{partner, "GET", "/user/harbour-news", private, "", 404, "errors"},
		{partner, "POST", "/rest", private, `{"call":"GET /echo","args":{"message":"a"},"id":1}`, 200,
			`{"result":{"message":"a"},"id":1}`},
		{"", "POST", "/rest", private, `{"call":"GET /echo","args":{"message":"a"},"id":1}`, 200,
			`{"result":{"message":"a"},"id":1}`},
		{"", "GET", "/rest/user/harbour-news?fields=screenname", private, "", 200, `{"screenname":"Harbour News"}`},
		{graphql, "GET", "/user/harbour-news", "", "", 404, "errors"},
		{api, "POST", "/", "", `{"call":"GET /echo","args":{"message":"query"},"id":1}`, 200,
			`{"result":{"message":"query"},"id":1}`},
		{"", "POST", "/", "", `{"call":"GET /echo","args":{"message":"query"},"id":1}`, 200,
			`{"result":{"message":"query"},"id":1}`},
		{"", "POST", "/", public, `{"query":"{ __typename }"}`, 200, `"__typename":"Query"`},
		{"", "POST", "/", public, `{"variables":{"call":1},"query":"{ __typename }"}`, 200, `"__typename":"Query"`},
		{"", "POST", "/", "", `{"query":"{ __typename }","call":`, 401, ""},
	} {
		status, body := sendTo(t, m, c.host, c.method, c.path, c.token, c.body)
		if status != c.status || !strings.Contains(body, c.want) {
			t.Errorf("%s %s on %q = %d %s, want %d with %s", c.method, c.path, c.host, status, body, c.status, c.want)
		}
	}
}

// TestScriptsReadRefusals: a page of another site sees why its token is refused, except at the root of private keys.
func TestScriptsReadRefusals(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	for path, want := range map[string]string{
		"/videos?access_token=x": "*", "/rest/videos": "", "/rest/videos?access_token=x": "",
	} {
		resp, err := http.Get(m.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		resp.Body.Close()
		if got := resp.Header.Get("Access-Control-Allow-Origin"); resp.StatusCode != 401 || got != want {
			t.Errorf("%s = %d, origins %q, want 401, %q", path, resp.StatusCode, got, want)
		}
	}
}

func TestUploadURLsNameTheVendorsHost(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	token := signedIn(t, m, "/oauth/token", url.Values{"grant_type": {"password"}, "username": {"ana"}, "password": {"p"}})
	for host, want := range map[string]string{"api.dailymotion.com": "http://upload-01.dc3.dailymotion.com/upload?uuid=",
		"": m.URL + "/upload?uuid="} {
		_, body := sendTo(t, m, host, "GET", "/file/upload", token, "")
		if !strings.Contains(body, `"upload_url":"`+want) {
			t.Errorf("on %q: %s, want %s", host, body, want)
		}
	}
	if status, body := sendTo(
		t,
		m,
		"upload-01.dc3.dailymotion.com",
		"POST",
		"/upload?uuid=x&seal=y",
		"",
		"x",
	); status != 403 ||
		!strings.Contains(body, "seal") {
		t.Errorf("upload without a seal = %d %s", status, body)
	}
}

func TestResetForgetsWhatUsersWrote(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	sign := func() string {
		return signedIn(t, m, "/oauth/token", url.Values{"grant_type": {"password"}, "username": {"ana"}, "password": {"p"}})
	}
	sendTo(t, m, "", "POST", "/me", sign(), "screenname=Another")
	if _, body := sendTo(t, m, "", "GET", "/auth", sign(), ""); !strings.Contains(body, "Another") {
		t.Errorf("seen by /auth: %s", body)
	}
	if _, body := sendTo(t, m, "", "GET", "/user/ana", "", ""); !strings.Contains(body, "Another") {
		t.Errorf("edited: %s", body)
	}
	m.Reset()
	if _, body := sendTo(t, m, "", "GET", "/user/ana", "", ""); strings.Contains(body, "Another") {
		t.Errorf("after a reset: %s", body)
	}
}

func TestWebhooksAreDeliveredOnTheClock(t *testing.T) {
	t.Parallel()
	events := make(chan string, 10)
	receiver := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		var e struct{ Type string }
		_ = json.NewDecoder(r.Body).Decode(&e)
		events <- e.Type
	}))
	t.Cleanup(receiver.Close)
	m := dailymocktest.Start(t, dailymock.Options{})
	token := signedIn(t, m, "/oauth/token", url.Values{"grant_type": {"password"}, "username": {"ana"}, "password": {"p"}})
	sendTo(t, m, "", "POST", "/me", token, "webhook_events=video.created,video.format.ready&webhook_url="+receiver.URL)
	sendTo(t, m, "", "POST", "/me/videos", token, "url=https://files.example/a.mp4&title=T")
	if got := <-events; got != "video.created" {
		t.Errorf("at once: %s", got)
	}
	m.Advance(10 * time.Second)
	if got := <-events; got != "video.format.ready" {
		t.Errorf("after encoding: %s", got)
	}
	if _, log := sendTo(
		t,
		m,
		"",
		"GET",
		"/_mock/webhooks",
		"",
		"",
	); !strings.Contains(log, `{"webhooks":[{"at":`) || !strings.Contains(log, `"event":"video.created"`) ||
		!strings.Contains(log, `"status":200`) {
		t.Errorf("the log says %s", log)
	}
	sendTo(t, m, "", "POST", "/me/videos", token, "url=https://files.example/b.mp4&title=T")
	if got := <-events; got != "video.created" {
		t.Errorf("the second: %s", got)
	}
	if err := m.SetClock(dailymock.ClockChange{Frozen: new(false), Speed: new(1000.0)}); err != nil {
		t.Fatal(err)
	}
	if got := <-events; got != "video.format.ready" {
		t.Errorf("while the clock runs: %s", got)
	}
}

// TestTheMailboxHasWhatTheVendorWouldSend.
func TestTheMailboxHasWhatTheVendorWouldSend(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(
		t,
		dailymock.Options{
			World: append(
				dailymock.DefaultWorld(),
				"\nkeys: [{id: netkey, secret: s, roles: [can-adopt-users], owner: network}]\n"...),
		},
	)
	if _, got := sendTo(t, m, "", "GET", "/_mock/mailbox", "", ""); strings.TrimSpace(got) != `{"emails":[]}` {
		t.Errorf("at first: %s", got)
	}
	token := signedIn(t, m, "/oauth/token", url.Values{
		"grant_type": {
			"password",
		},
		"client_id":     {"netkey"},
		"client_secret": {"s"},
		"username":      {"ana"},
		"password":      {"p"},
		"scope":         {"delegate_account_management"},
	})
	if _, got := sendTo(
		t,
		m,
		"",
		"POST",
		"/me/parents/another",
		token,
		"",
	); !strings.Contains(
		got,
		"belongs to another account",
	) {
		t.Errorf("for another network: %s", got)
	}
	sendTo(t, m, "", "POST", "/me/parents/network", token, "")
	if _, got := sendTo(
		t,
		m,
		"",
		"GET",
		"/_mock/mailbox",
		"",
		"",
	); !strings.Contains(got, `"to":"ana@mail.example"`) ||
		!strings.Contains(got, `"event":"adopted"`) {
		t.Errorf("after adopting: %s", got)
	}
}

func TestTheDocumentIsServed(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	resp, err := http.Get(m.URL + "/_mock/openapi/rest.yaml")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	got, err := io.ReadAll(resp.Body)
	if err != nil || resp.StatusCode != 200 || resp.Header.Get("Content-Type") != "application/yaml" {
		t.Fatalf("%d %s, %v", resp.StatusCode, resp.Header.Get("Content-Type"), err)
	}
	if want, err := os.ReadFile("../../../docs/openapi/rest.yaml"); err != nil || !bytes.Equal(got, want) {
		t.Errorf("%d bytes are not the document's, %v", len(got), err)
	}
}

type dyntubeLogs struct {
	Pager struct{ Page, Size, Hits, Total, Pages int }
	Views []struct {
		ID   string
		Date time.Time
	}
}

func TestDynTubeWithoutAKey(t *testing.T) {
	t.Parallel()
	const ask = "GET //stats.dyntube.com/v1/logs/data?from=2022-01-01&to=2022-12-31&size=20&page=1"
	for _, off := range []bool{true, false} {
		m := dailymocktest.Start(t, dailymock.Options{DynTubeAuthOff: off, DynTubeMaxSize: 7})
		method, target, _ := strings.Cut(ask, " ")
		got := server.Call(t, m, method, target, "")
		if !off {
			if got.StatusCode != http.StatusUnauthorized || !strings.Contains(got.Text, "--dyntube-auth off") {
				t.Errorf("%s %s, want 401 that names --dyntube-auth off", got.Status, got.Text)
			}
			continue
		}
		var logs dyntubeLogs
		got.JSON(t, &logs)
		if logs.Pager.Size != 7 || len(logs.Views) != 7 || logs.Pager.Total < 100_000 {
			t.Errorf("%+v with %d views, want 7 of many", logs.Pager, len(logs.Views))
		}
	}
}

// TestDynTubeFollowsTheClock: views come with time, and a webhook receives what
// was published meanwhile.
func TestDynTubeFollowsTheClock(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{DynTubeAuthOff: true})
	ask := func() (logs dyntubeLogs) {
		server.Call(t, m, "GET", "/v1/logs/data?from=2026-01-01&size=1", "").JSON(t, &logs)
		return logs
	}
	before := ask()
	m.Advance(7 * 24 * time.Hour)
	after := ask()
	if after.Pager.Total < before.Pager.Total+2000 || !after.Views[0].Date.After(dailymocktest.Today) {
		t.Errorf(
			"a week later there are %d views of %d, the last at %v",
			after.Pager.Total,
			before.Pager.Total,
			after.Views[0].Date,
		)
	}

	told := 0
	hook := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if body, _ := io.ReadAll(r.Body); strings.HasPrefix(string(body), `{"event":"`) {
			told++
		}
	}))
	defer hook.Close()
	var answer struct {
		Events []struct {
			Event, VideoKey string
			At              time.Time
			Status          int
		}
	}
	body := fmt.Sprintf(`{"url": %q, "after": %q}`, hook.URL, dailymocktest.Today.Format(time.RFC3339))
	server.Call(t, m, "POST", "/_mock/dyntube/events", body).JSON(t, &answer)
	if len(answer.Events) == 0 || told != len(answer.Events) {
		t.Fatalf("%d events in the answer, %d at the hook, want some and the same", len(answer.Events), told)
	}
	if e := answer.Events[0]; e.Status != http.StatusOK || !e.At.After(dailymocktest.Today) || e.VideoKey == "" ||
		e.Event == "" {
		t.Errorf("told %+v", e)
	}

	m.Reset()
	if got := ask(); got.Pager != before.Pager || got.Views[0] != before.Views[0] {
		t.Errorf("after a reset %+v, want %+v", got, before)
	}
}

func TestDynTubeDeliveryRefuses(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{})
	for body, says := range map[string]string{
		`{"url": "http://127.0.0.1:1/"}`:                                  `\"after\" is missing`,
		`{"after": "2026-01-01T00:00:00Z"}`:                               "a webhook is an address",
		`{"url": "ftp://x/", "after": "2026-01-01T00:00:00Z"}`:            "a webhook is an address",
		`{"url": "http://127.0.0.1:1/", "after": "2026-01-01"}`:           "must be a time",
		`{"url": "http://127.0.0.1:1/", "after": "2026-06-01T00:00:00Z"}`: "after 0 events",
		`{"uri": "http://127.0.0.1:1/"}`:                                  "unknown member",
	} {
		if got := server.Call(
			t,
			m,
			"POST",
			"/_mock/dyntube/events",
			body,
		); got.StatusCode != http.StatusBadRequest ||
			!strings.Contains(got.Text, says) {
			t.Errorf("%s: %s %s, want 400 and %s", body, got.Status, got.Text, says)
		}
	}
	if _, err := dailymock.New(
		dailymock.Options{DynTubeMaxSize: -1},
	); err == nil ||
		!strings.Contains(err.Error(), "DynTubeMaxSize: got -1") {
		t.Errorf("a page of -1: %v", err)
	}
}

// TestDynTubeDocumentation runs what docs/dyntube.md shows first.
func TestDynTubeDocumentation(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../../docs/dyntube.md")
	if err != nil {
		t.Fatal(err)
	}
	m := dailymocktest.Start(t, dailymock.Options{})
	path := regexp.MustCompile(
		`curl -s 'http://127.0.0.1:8080(/v1/logs/data[^']*)' -H 'Authorization: Bearer any-key'`,
	).FindSubmatch(
		text,
	)
	if path == nil {
		t.Fatal("no request in docs/dyntube.md")
	}
	r, err := http.NewRequest("GET", m.URL+string(path[1]), nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer any-key")
	resp, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	var got struct {
		Pager json.RawMessage
		Views []struct{ Geo json.RawMessage }
	}
	if err := json.NewDecoder(resp.Body).Decode(&got); err != nil || len(got.Views) == 0 {
		t.Fatalf("%s: %v", resp.Status, err)
	}
	if want := fmt.Sprintf("    %s\n    %s\n", got.Pager, got.Views[0].Geo); !strings.Contains(string(text), want) {
		t.Errorf("docs/dyntube.md does not show\n%s", want)
	}
}
