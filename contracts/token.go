package contracts

import (
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/dailymock/dailymock/contracts/internal/redact"
	"github.com/stretchr/testify/require"
)

// An Endpoint combines a kind of key, the token endpoint for it and the API that its tokens are valid for.
type Endpoint struct {
	Name      string
	Kind      string // of key: "public" or "private"
	TokenHost Host
	TokenPath string
	APIHost   Host   // where the tokens are valid
	APIPath   string // of GraphQL, or of the REST root
}

// Needs returns the credentials that its usual grant requires.
func (d Endpoint) Needs() []Need {
	if d.Kind == "public" {
		return []Need{PublicKey, Login}
	}
	return []Need{PrivateKey}
}

// The endpoints.
var (
	PublicReports  = Endpoint{"public reporting", "public", PublicGraphQL, "/oauth/token", PublicGraphQL, "/"}
	PrivateReports = Endpoint{"private reporting", "private", Partner, "/oauth/v1/token", Partner, "/graphql"}
	PublicData     = Endpoint{"public REST", "public", Data, "/oauth/token", Data, ""}
	PrivateData    = Endpoint{"private REST", "private", Partner, "/oauth/v1/token", Partner, "/rest"}
)

// ReportScopes lists the scopes in the guide for private keys.
const ReportScopes = "access_ads access_revenue create_reports delete_reports read_reports"

// TokenForm returns the token request of the endpoint's usual grant: password for public keys, client_credentials for
// private keys.
func (t *T) TokenForm(d Endpoint, scope string) url.Values {
	if d.Kind == "private" {
		return url.Values{
			"grant_type": {"client_credentials"}, "client_id": {t.Keys().Private.ID},
			"client_secret": {t.Keys().Private.Secret}, "scope": {scope},
		}
	}
	form := url.Values{
		"grant_type": {"password"}, "client_id": {t.Keys().Public.ID}, "client_secret": {t.Keys().Public.Secret},
		"username": {t.Keys().Username}, "password": {t.Keys().Password},
	}
	if scope != "" {
		form.Set("scope", scope)
	}
	return form
}

// AskToken sends a form to the token endpoint and returns the response, without assertions.
func (t *T) AskToken(d Endpoint, form url.Values) *Response {
	return t.Do(Request{Host: d.TokenHost, Path: d.TokenPath, Form: form})
}

// A bearer holds an access token and the time, by the target's clock, until which it is used. That is well before its
// expiry, since cases wait.
type bearer struct {
	token Secret
	until time.Time
}

// tokens holds the tokens that the cases of a run against a target other than a mock share, to save token requests.
type tokens struct {
	mu sync.Mutex
	by map[string]bearer
}

// Token returns an access token with the scopes, from the endpoint's usual grant. The case ends if the target grants
// none.
func (t *T) Token(d Endpoint, scopes ...string) Secret {
	scope := strings.Join(scopes, " ")
	if scope == "" && d == PrivateReports {
		scope = ReportScopes
	}
	name := d.Name + "\x00" + scope
	by := t.tokens
	if shared := &t.runner.tokens; !t.Mock() && t.scoped == nil {
		shared.mu.Lock()
		defer shared.mu.Unlock()
		by = shared.by
	}
	if own, ok := t.scoped[name]; ok {
		return own
	}
	now := t.Today()
	if b, ok := by[name]; ok && now.Before(b.until) {
		return b.token
	}
	a := t.AskToken(d, t.TokenForm(d, scope))
	token := Secret(a.String("access_token"))
	t.wantCredentials(a)
	if a.Status != http.StatusOK || token == "" {
		t.Blockedf("the token endpoint of %s, %s%s, responds %d without a token", d.Name, d.TokenHost, d.TokenPath,
			a.Status)
	}
	seconds, _ := a.Int("expires_in")
	by[name] = bearer{token, now.Add(time.Duration(seconds) * time.Second * 8 / 10)}
	return token
}

// AskWith sets the token with which the case requests reports.
func (t *T) AskWith(d Endpoint, token Secret) {
	t.scoped = map[string]Secret{d.Name + "\x00" + ReportScopes: token}
}

// Granted asserts that a token was granted. The case ends as inconclusive if the credentials are refused.
func (t *T) Granted(a *Response) {
	t.Helper()
	t.wantCredentials(a)
	require.Equal(t, http.StatusOK, a.Status, "status of a token response")
	require.NotEmpty(t, a.String("access_token"), "access_token")
}

// wantCredentials ends the case as inconclusive if a token response refuses the credentials. Any other refusal of a
// valid request is a change of the API.
func (t *T) wantCredentials(a *Response) {
	if t.Mock() || a.Status < 400 || a.Status >= 500 {
		return
	}
	code := a.String("error")
	if a.Status == http.StatusUnauthorized || code == "invalid_client" || code == "invalid_grant" {
		t.Inconclusivef("the credentials are refused: %d %s", a.Status, t.runner.redact.Body(a.Body))
	}
}

// A Secret holds a text that is hidden when printed, such as a token.
type Secret string

// String returns a placeholder.
func (s Secret) String() string { return "$SECRET" }

// GoString returns a placeholder.
func (s Secret) GoString() string { return "$SECRET" }

// MarshalText returns a placeholder.
func (s Secret) MarshalText() ([]byte, error) { return []byte("$SECRET"), nil }

// hideKeys adds credentials to a redactor.
func hideKeys(r *redact.Redactor, k Keys) {
	for _, h := range []struct{ value, name string }{
		{k.Public.ID, "$DAILYMOTION_PUBLIC_KEY"}, {k.Public.Secret, "$DAILYMOTION_PUBLIC_SECRET"},
		{k.Private.ID, "$DAILYMOTION_PRIVATE_KEY"}, {k.Private.Secret, "$DAILYMOTION_PRIVATE_SECRET"},
		{k.Username, "$DAILYMOTION_USERNAME"}, {k.Password, "$DAILYMOTION_PASSWORD"},
		{k.DynTube, "$DYNTUBE_API_KEY"},
	} {
		r.Hide(h.value, h.name)
	}
}
