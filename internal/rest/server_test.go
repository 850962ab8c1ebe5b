package rest_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/mailbox"
	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/rest"
	"github.com/dailymock/dailymock/internal/signed"
	"github.com/dailymock/dailymock/internal/testing/openapitest"
	"github.com/dailymock/dailymock/internal/webhook"
	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/catalogue"
)

var noon = time.Date(2026, 3, 10, 12, 30, 0, 0, time.UTC)

// document describes the responses; each response is checked against it.
var document = sync.OnceValue(func() *openapitest.Document {
	d := openapitest.File("rest.yaml")
	d.Alone = true
	return d
})

// A server is a mock of both roots, the upload server and reports, with a clock that tests move.
type server struct {
	*httptest.Server
	World   *world.World
	Reports *report.Engine
	Hooks   *webhook.Queue
	Surface *rest.Surface
	Mailbox mailbox.Mailbox

	mu  sync.Mutex
	now time.Time
}

func (d *server) Now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

func (d *server) advance(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(by)
}

// A tester is a test, or a check of a property in one.
type tester interface {
	Name() string
	Helper()
	Errorf(format string, args ...any)
	Fatal(args ...any)
	Fatalf(format string, args ...any)
	Cleanup(func())
}

func open(tb tester, change ...func(*rest.Config)) *server {
	tb.Helper()
	text, err := os.ReadFile("../../fixtures/world.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	return openWorld(tb, text, change...)
}

// small is a world whose sums over the past are quick.
const small = `
partners:
- name: Harbour Media Group
  channels:
  - {slug: harbour-news, name: Harbour News, genre: news, language: en, audience: 300, uploads: 4}
  - {slug: harbour-fans, genre: sports, audience: 200, uploads: 2, claimed_by: harbour-news}
`

func openWorld(tb tester, text []byte, change ...func(*rest.Config)) *server {
	tb.Helper()
	spec, err := catalogue.ParseSpec(text)
	if err != nil {
		tb.Fatal(err)
	}
	w, err := world.New(spec, world.Config{Seed: 1})
	if err != nil {
		tb.Fatal(err)
	}
	d := &server{World: w, now: noon}
	d.Hooks = webhook.New(webhook.Config{Now: d.Now})
	signer := signed.FromSeed(1)
	accounts := oauth.NewIssuer(oauth.Config{Signer: signer, Now: d.Now})
	d.Reports = report.NewEngine(report.Config{World: w, Signer: signer, Now: d.Now})
	config := rest.Config{
		World:    w,
		Logout:   accounts.Logout,
		Signer:   signer,
		Now:      d.Now,
		Webhooks: d.Hooks,
		Mailbox:  &d.Mailbox,
	}
	for _, c := range change {
		c(&config)
	}
	s := rest.New(config)
	d.Surface = s
	mux := http.NewServeMux()
	mux.Handle("POST /oauth/token", accounts.Token(oauth.Public))
	mux.Handle("POST /oauth/v1/token", accounts.Token(oauth.Private))
	pages := wire.Browsers{}
	mux.Handle("/upload", pages.Handler(s.Uploads.Receive()))
	mux.Handle("/rupload", pages.Handler(s.Uploads.Receive()))
	mux.Handle("/progress", pages.Handler(s.Uploads.Progress()))
	mux.Handle(
		"/rest/",
		http.StripPrefix("/rest", accounts.Require(oauth.Private, s.Root(oauth.Private), accounts.Refuse)),
	)
	mux.Handle("/", pages.Handler(accounts.Admit(oauth.Public, s.Root(oauth.Public), accounts.Refuse)))
	d.Server = httptest.NewServer(document().Handler(mux, tb.Errorf))
	tb.Cleanup(d.Close)
	return d
}

// everyScope has the scopes that most tests ask for.
const everyScope = "email userinfo manage_videos manage_players manage_playlists manage_subtitles manage_likes " +
	"manage_subscriptions delegate_account_management read_insights"

// A client sends requests with one token, or without.
type client struct {
	testing.TB
	server *server
	token  string
	root   string // "" or "/rest"
}

func (d *server) anybody(tb testing.TB) *client { return &client{TB: tb, server: d} }

// user signs in a user.
func (d *server) user(tb testing.TB, login string, scopes ...string) *client {
	tb.Helper()
	scope := everyScope
	if len(scopes) > 0 {
		scope = scopes[0]
	}
	return &client{tb, d, d.tokenFrom(tb, "/oauth/token", url.Values{
		"grant_type":    {"password"},
		"client_id":     {"key"},
		"client_secret": {"secret"},
		"username":      {login},
		"password":      {"p"},
		"scope":         {scope},
	}), ""}
}

// key signs in with a private key.
func (d *server) key(tb testing.TB) *client {
	tb.Helper()
	return &client{tb, d, d.tokenFrom(tb, "/oauth/v1/token", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {"private"}, "client_secret": {"secret"}, "scope": {everyScope},
	}), "/rest"}
}

func (d *server) tokenFrom(tb tester, path string, form url.Values) string {
	tb.Helper()
	resp, err := http.PostForm(d.URL+path, form)
	if err != nil {
		tb.Fatal(err)
	}
	defer resp.Body.Close()
	var answer struct {
		Token string `json:"access_token"`
	}
	if err := json.NewDecoder(resp.Body).Decode(&answer); err != nil || answer.Token == "" {
		tb.Fatalf("no token: %v", err)
	}
	return answer.Token
}

// do sends a request and returns the status and the body.
func (c *client) do(method, path, contentType, body string) (int, string) {
	c.Helper()
	status, text, _ := c.exchange(method, path, contentType, body)
	return status, text
}

// send sends a form and returns the status, the body and the header.
func (c *client) send(method, path, form string) (int, string, http.Header) {
	c.Helper()
	return c.exchange(method, path, "application/x-www-form-urlencoded", form)
}

func (c *client) exchange(method, path, contentType, body string) (int, string, http.Header) {
	c.Helper()
	target := c.server.URL + c.root + path
	if strings.HasPrefix(path, "http") {
		target = path
	}
	r, err := http.NewRequest(method, target, strings.NewReader(body))
	if err != nil {
		c.Fatal(err)
	}
	if c.token != "" {
		r.Header.Set("Authorization", "Bearer "+c.token)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		c.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		c.Fatal(err)
	}
	return resp.StatusCode, string(text), resp.Header
}

// must sends a request that has to succeed, and decodes its response.
func (c *client) must(method, path string, form ...string) map[string]any {
	c.Helper()
	body := strings.Join(form, "&")
	contentType := ""
	if body != "" {
		contentType = "application/x-www-form-urlencoded"
	}
	status, text := c.do(method, path, contentType, body)
	if status != http.StatusOK {
		c.Fatalf("%s %s %s = %d %s", method, path, body, status, text)
	}
	var answer map[string]any
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		c.Fatalf("%s %s: %v in %s", method, path, err, text)
	}
	return answer
}

// A refusal is a decoded error.
type refusal struct {
	Code    int
	Type    string
	Message string
	Info    string `json:"more_info"`
	Data    struct {
		Reason     string
		ObjectType string `json:"object_type"`
		ObjectID   string `json:"object_id"`
		Param      string
	} `json:"error_data"`
}

// refused sends a request that has to fail.
func (c *client) refused(method, path string, form ...string) refusal {
	c.Helper()
	body := strings.Join(form, "&")
	contentType := ""
	if body != "" {
		contentType = "application/x-www-form-urlencoded"
	}
	status, text := c.do(method, path, contentType, body)
	var answer struct{ Error refusal }
	if err := json.Unmarshal([]byte(text), &answer); err != nil {
		c.Fatalf("%s %s: %v in %s", method, path, err, text)
	}
	if status == http.StatusOK || status != answer.Error.Code {
		c.Fatalf("%s %s %s = %d %s, want an error whose code is the status", method, path, body, status, text)
	}
	return answer.Error
}

// ids returns the ids of a list's items.
func ids(answer map[string]any) []string {
	var all []string
	for _, it := range answer["list"].([]any) {
		all = append(all, it.(map[string]any)["id"].(string))
	}
	return all
}

// video returns a video of a channel of the made world.
func (d *server) video(tb testing.TB, slug string) *world.Video {
	tb.Helper()
	c, err := d.World.Channel(slug)
	if err != nil {
		tb.Fatal(err)
	}
	videos := c.Videos(world.DayOf(noon) - 1)
	return videos[len(videos)-1]
}

func (d *server) id(tb tester, slug string) string {
	tb.Helper()
	c, err := d.World.Channel(slug)
	if err != nil {
		tb.Fatal(err)
	}
	return c.ID()
}

func sprint(v any) string { return fmt.Sprint(v) }
