package oauth_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/signed"
)

// A history is what a client has lived through with one server: the model that
// tells which of its tokens ought to be good.
type history struct {
	clock    *clock
	ledger   *oauth.Revocations // outlives a restart
	server   http.Handler
	access   []issued
	refresh  []issued
	sessions int
	ended    map[int]bool
}

type issued struct {
	text, path string
	expires    time.Time
	session    int
}

func newHistory() *history {
	h := &history{clock: newClock(), ledger: oauth.NewRevocations(), ended: map[int]bool{}}
	h.restart(nil)
	return h
}

func (h *history) restart(*rapid.T) {
	h.server = routes(oauth.NewIssuer(oauth.Config{Signer: signed.FromSeed(1), Now: h.clock.Now, Revocations: h.ledger}))
}

func (h *history) send(method, path string, header http.Header, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header = header
	w := httptest.NewRecorder()
	h.server.ServeHTTP(w, r)
	return w
}

// begin starts a session.
func (h *history) begin(t *rapid.T, tokenPath, path, form string, lives time.Duration) {
	h.sessions++
	h.grant(t, h.sessions, tokenPath, path, form, lives)
}

func (h *history) grant(t *rapid.T, session int, tokenPath, path, form string, lives time.Duration) {
	header := http.Header{"Content-Type": urlencoded["Content-Type"]}
	w := h.send(
		"POST",
		rapid.SampledFrom(
			[]string{"http://graphql.api.dailymotion.com", "http://api.dailymotion.com", ""},
		).Draw(
			t,
			"host",
		)+tokenPath,
		header,
		form,
	)
	var got tokens
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%s answers %d %s, want a token", form, w.Code, w.Body)
	}
	for _, old := range h.access {
		if old.text == got.AccessToken {
			t.Fatalf("access token %s was given before", old.text)
		}
	}
	h.access = append(h.access, issued{got.AccessToken, path, h.clock.Now().Truncate(time.Second).Add(lives), session})
	if got.RefreshToken != "" {
		h.refresh = append(h.refresh, issued{text: got.RefreshToken, session: session})
	}
}

func (h *history) good(path, token string) bool {
	return h.send("GET", path, bearer(token), "").Code == http.StatusOK
}

// No sequence of grants, refreshes, logouts, time travel and restarts makes an
// expired, revoked or tampered token pass, or a good one fail.
func TestOnlyGoodTokensPassWhateverHappened(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := newHistory()
		t.Repeat(map[string]func(*rapid.T){
			"sign in":     func(t *rapid.T) { h.begin(t, publicPath, "/public", passwordForm, oauth.PublicLifetime) },
			"public key":  func(t *rapid.T) { h.begin(t, publicPath, "/public", publicForm, oauth.PublicLifetime) },
			"private key": func(t *rapid.T) { h.begin(t, privatePath, "/private", privateForm, oauth.PrivateLifetime) },
			"refresh": func(t *rapid.T) {
				if len(h.refresh) == 0 {
					t.Skip("nothing to refresh with")
				}
				r := rapid.SampledFrom(h.refresh).Draw(t, "refresh token")
				if h.ended[r.session] {
					if w := h.send("POST", publicPath, urlencoded, refreshForm+r.text); w.Code != http.StatusBadRequest {
						t.Fatalf("the refresh token of a session that has ended answers %d %s", w.Code, w.Body)
					}
					return
				}
				h.grant(t, r.session, publicPath, "/public", refreshForm+r.text, oauth.PublicLifetime)
			},
			"log out": func(t *rapid.T) {
				if len(h.access) == 0 {
					t.Skip("nobody is there")
				}
				a := rapid.SampledFrom(h.access).Draw(t, "token")
				if w := h.send("GET", "/logout", bearer(a.text), ""); w.Code == http.StatusOK {
					h.ended[a.session] = true
				}
			},
			"travel": func(t *rapid.T) {
				h.clock.Advance(time.Duration(rapid.IntRange(-3*3600, 6*3600).Draw(t, "seconds")) * time.Second)
			},
			"restart": func(t *rapid.T) {
				h.clock.Advance(time.Nanosecond) // no process starts twice in one instant
				h.restart(t)
			},
			"tamper": func(t *rapid.T) {
				if len(h.access) == 0 {
					t.Skip("nothing to tamper with")
				}
				a := rapid.SampledFrom(h.access).Draw(t, "token")
				at := rapid.IntRange(0, len(a.text)-1).Draw(t, "at")
				c := rapid.SampledFrom([]byte("ABab019-_.")).Draw(t, "character")
				if changed := a.text[:at] + string(c) + a.text[at+1:]; changed != a.text && h.good(a.path, changed) {
					t.Fatalf("token %s passes with byte %d changed to %q", a.text, at, c)
				}
			},
			"pass off a refresh token": func(t *rapid.T) {
				for _, r := range h.refresh {
					if h.good("/public", r.text) || h.good("/private", r.text) {
						t.Fatalf("refresh token %s passes as an access token", r.text)
					}
				}
			},
			"": func(t *rapid.T) {
				for _, a := range h.access {
					if got, want := h.good(a.path, a.text), h.clock.Now().Before(a.expires) && !h.ended[a.session]; got != want {
						t.Fatalf(
							"token that ends %v, of a session that has ended %v, passes at %v: %v, want %v",
							a.expires,
							h.ended[a.session],
							h.clock.Now(),
							got,
							want,
						)
					}
				}
			},
		})
	})
}
