package contracts

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

// TokenForm returns the token request of the usual grant: password for public keys, client_credentials for
// private keys.
func (d Endpoint) TokenForm(t *T, scope string) url.Values {
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
func (d Endpoint) AskToken(t *T, form url.Values) *Response {
	return t.Do(Request{Host: d.TokenHost, Path: d.TokenPath, Form: form})
}

// Token returns an access token with the scopes, which spaces separate, from the usual grant. The case ends if the
// target grants none.
func (d Endpoint) Token(t *T, scopes ...string) Secret {
	scope := strings.Join(scopes, " ")
	if scope == "" && d == PrivateReports {
		scope = ReportScopes
	}
	if scope == ReportScopes && t.reportScopes != "" {
		scope = t.reportScopes
	}
	name := d.Name + "\x00" + scope
	known := &t.tokens
	if !t.Mock() && t.reportScopes == "" {
		known = &t.session.tokens
	}
	known.Lock()
	defer known.Unlock()
	now := t.Today()
	if b, ok := known.by[name]; ok && now.Before(b.until) {
		return b.token
	}
	a := d.AskToken(t, d.TokenForm(t, scope))
	token := Secret(a.String("access_token"))
	a.checkCredentials()
	if a.Status != http.StatusOK || token == "" {
		t.Blockedf("the token endpoint of %s, %s%s, responds %d without a token", d.Name, d.TokenHost, d.TokenPath,
			a.Status)
	}
	known.keep(name, a, now)
	return token
}

// keep keeps a token that was granted, for later requests.
func (k *tokens) keep(name string, a *Response, now time.Time) {
	seconds, _ := a.Int("expires_in")
	k.by[name] = bearer{Secret(a.String("access_token")), now.Add(time.Duration(seconds) * time.Second * 8 / 10)}
}

// keep keeps a token for the cases of a run against a target other than a mock.
func (d Endpoint) keep(t *T, scope string, a *Response) {
	if a.String("access_token") == "" {
		return
	}
	t.session.tokens.Lock()
	defer t.session.tokens.Unlock()
	t.session.tokens.keep(d.Name+"\x00"+scope, a, t.Today())
}

// ReportAs sets the scopes with which the case requests reports, instead of ReportScopes.
func (d Endpoint) ReportAs(t *T, scopes string) { t.reportScopes = scopes }
