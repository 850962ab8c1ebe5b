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
	"github.com/dailymock/dailymock/internal/seal"
)

// A history is what a client has lived through with one server: the model that
// tells which of its tokens ought to be good.
type history struct {
	clock   *clock
	server  http.Handler
	access  []issued
	refresh []string
}

type issued struct {
	text, path string
	expires    time.Time
}

func newHistory() *history {
	h := &history{clock: newClock()}
	h.restart(nil)
	return h
}

func (h *history) restart(*rapid.T) {
	h.server = routes(oauth.NewIssuer(oauth.Config{Seal: seal.FromSeed(1), Now: h.clock.Now}))
}

func (h *history) send(method, path string, header http.Header, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, strings.NewReader(body))
	r.Header = header
	w := httptest.NewRecorder()
	h.server.ServeHTTP(w, r)
	return w
}

func (h *history) grant(t *rapid.T, tokenPath, path, form string, lives time.Duration) {
	w := h.send("POST", tokenPath, urlencoded, form)
	var got tokens
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil || w.Code != http.StatusOK {
		t.Fatalf("%s answers %d %s, want a token", form, w.Code, w.Body)
	}
	for _, old := range h.access {
		if old.text == got.AccessToken {
			t.Fatalf("access token %s was given before", old.text)
		}
	}
	h.access = append(h.access, issued{got.AccessToken, path, h.clock.Now().Truncate(time.Second).Add(lives)})
	if got.RefreshToken != "" {
		h.refresh = append(h.refresh, got.RefreshToken)
	}
}

func (h *history) good(path, token string) bool {
	return h.send("GET", path, bearer(token), "").Code == http.StatusOK
}

// No sequence of grants, refreshes, time travel and restarts makes an expired
// or tampered token pass, or a good one fail.
func TestOnlyGoodTokensPassWhateverHappened(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := newHistory()
		t.Repeat(map[string]func(*rapid.T){
			"sign in":     func(t *rapid.T) { h.grant(t, publicPath, "/public", passwordForm, oauth.PublicLifetime) },
			"private key": func(t *rapid.T) { h.grant(t, privatePath, "/private", privateForm, oauth.PrivateLifetime) },
			"refresh": func(t *rapid.T) {
				if len(h.refresh) == 0 {
					t.Skip("nothing to refresh with")
				}
				text := rapid.SampledFrom(h.refresh).Draw(t, "refresh token")
				h.grant(t, publicPath, "/public", "grant_type=refresh_token&client_id=k1&client_secret=s&refresh_token="+text, oauth.PublicLifetime)
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
				for _, text := range h.refresh {
					if h.good("/public", text) || h.good("/private", text) {
						t.Fatalf("refresh token %s passes as an access token", text)
					}
				}
			},
			"": func(t *rapid.T) {
				for _, a := range h.access {
					if got, want := h.good(a.path, a.text), h.clock.Now().Before(a.expires); got != want {
						t.Fatalf("token that ends %v passes at %v: %v, want %v", a.expires, h.clock.Now(), got, want)
					}
				}
			},
		})
	})
}
