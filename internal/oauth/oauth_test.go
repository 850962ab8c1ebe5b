package oauth_test

import (
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/oauth/consent"
	"github.com/dailymock/dailymock/internal/signed"
)

// A clock that stands still until it is set.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 3, 1, 12, 0, 0, 250_000_000, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// A vendor is a server with both token endpoints and one guarded path for each
// kind of key, which responds with the grant and the body that reached it.
type vendor struct {
	*httptest.Server
	clock  *clock
	issuer *oauth.Issuer
}

func start(tb testing.TB, adapt ...func(*oauth.Config)) vendor {
	tb.Helper()
	v := vendor{clock: newClock()}
	c := oauth.Config{Signer: signed.FromSeed(1), Now: v.clock.Now}
	for _, a := range adapt {
		a(&c)
	}
	v.issuer = oauth.NewIssuer(c)
	v.Server = httptest.NewServer(routes(v.issuer))
	tb.Cleanup(v.Close)
	return v
}

func routes(i *oauth.Issuer) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("/oauth/token", i.Token(oauth.Public))
	mux.Handle("/oauth/v1/token", i.Token(oauth.Private))
	mux.Handle("/oauth/authorize", consent.New(i).Authorize())
	mux.Handle("/oauth/logout", consent.New(i).SignOutScript())
	mux.Handle("/logout", i.Admit(oauth.Public, signOut(i), i.Refuse))
	mux.Handle("/auth", i.Admit(oauth.Public, http.HandlerFunc(echo), i.Refuse))
	mux.Handle("/rest", i.Require(oauth.Public, http.HandlerFunc(echo), i.Refuse))
	mux.Handle("/public", i.Require(oauth.Public, http.HandlerFunc(echo), turnAway))
	mux.Handle("/private", i.Require(oauth.Private, http.HandlerFunc(echo), turnAway))
	return mux
}

// An echoed is the response of a guarded path.
type echoed struct {
	Grant oauth.Grant
	Body  string
}

// signOut ends a session as the surfaces do.
func signOut(i *oauth.Issuer) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if g, ok := oauth.GrantFrom(r.Context()); ok {
			i.Logout(g)
		}
	})
}

func echo(w http.ResponseWriter, r *http.Request) {
	g, _ := oauth.GrantFrom(r.Context())
	body, _ := io.ReadAll(r.Body)
	_ = json.NewEncoder(w).Encode(echoed{g, string(body)})
}

func turnAway(w http.ResponseWriter, _ *http.Request, err error) {
	http.Error(w, err.Error(), http.StatusUnauthorized)
}

// A response is what came back from the server.
type answer struct {
	*http.Response
	body string
}

func (v vendor) do(tb testing.TB, method, path string, header http.Header, body string) answer {
	tb.Helper()
	req, err := http.NewRequest(method, v.URL+path, strings.NewReader(body))
	if err != nil {
		tb.Fatal(err)
	}
	for name, values := range header {
		req.Header[http.CanonicalHeaderKey(name)] = values
		if name == "Host" {
			req.Host = values[0]
		}
	}
	resp, err := v.Client().Do(req)
	if err != nil {
		tb.Fatal(err)
	}
	defer resp.Body.Close()
	text, err := io.ReadAll(resp.Body)
	if err != nil {
		tb.Fatal(err)
	}
	return answer{resp, string(text)}
}

const (
	publicPath  = "/oauth/token"
	privatePath = "/oauth/v1/token"
)

var urlencoded = http.Header{"Content-Type": {"application/x-www-form-urlencoded"}}

func (v vendor) post(tb testing.TB, path, form string) answer {
	tb.Helper()
	return v.do(tb, "POST", path, urlencoded, form)
}

// tokens are the members of a token response.
type tokens struct {
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token"`
	ExpiresIn    int    `json:"expires_in"`
	Scope        string `json:"scope"`
	TokenType    string `json:"token_type"`
	UID          string `json:"uid"`
}

func (v vendor) mustGrant(tb testing.TB, path, form string) tokens {
	tb.Helper()
	return mustTokens(tb, form, v.post(tb, path, form))
}

// mustGrantAt posts to the public token endpoint under a host name.
func (v vendor) mustGrantAt(tb testing.TB, host, form string) tokens {
	tb.Helper()
	return mustTokens(
		tb,
		form,
		v.do(tb, "POST", publicPath, http.Header{"Host": {host}, "Content-Type": urlencoded["Content-Type"]}, form),
	)
}

func mustTokens(tb testing.TB, form string, a answer) tokens {
	tb.Helper()
	var got tokens
	if err := json.Unmarshal([]byte(a.body), &got); err != nil || a.StatusCode != http.StatusOK || got.AccessToken == "" {
		tb.Fatalf("%s answers %d %s, want a token", form, a.StatusCode, a.body)
	}
	return got
}

const (
	passwordForm = "grant_type=password&client_id=k1&client_secret=s&username=jane%40example.com&password=p&version=2"
	privateForm  = "grant_type=client_credentials&client_id=k2&client_secret=s&scope=create_reports+access_ads"
	publicForm   = "grant_type=client_credentials&client_id=k1&client_secret=s"
)

func bearer(token string) http.Header { return http.Header{"Authorization": {"Bearer " + token}} }

func claimsOf(tb testing.TB, token string) map[string]any {
	tb.Helper()
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		tb.Fatalf("token = %q, want a JWT", token)
	}
	text, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		tb.Fatal(err)
	}
	var claims map[string]any
	if err := json.Unmarshal(text, &claims); err != nil {
		tb.Fatal(err)
	}
	return claims
}

func with(form string, pairs ...string) string {
	values, _ := url.ParseQuery(form)
	for i := 0; i < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
	}
	return values.Encode()
}

func without(form string, names ...string) string {
	values, _ := url.ParseQuery(form)
	for _, name := range names {
		values.Del(name)
	}
	return values.Encode()
}
