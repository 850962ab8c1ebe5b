package cases

import (
	"encoding/base64"
	"encoding/json"
	"net/url"
	"strings"
	"time"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/require"
)

// A field changes a field of a token request.
type field func(form url.Values)

// put sets a field.
func put(name, value string) field { return func(form url.Values) { form.Set(name, value) } }

// omit removes a field.
func omit(name string) field { return func(form url.Values) { form.Del(name) } }

// form returns the token request of an endpoint's usual grant, with some changes.
func form(t *T, d Endpoint, scope string, fields ...field) url.Values {
	form := d.TokenForm(t, scope)
	for _, change := range fields {
		change(form)
	}
	return form
}

// grant requests a token by an endpoint's usual grant, and asserts that it is granted.
func grant(t *T, d Endpoint, scope string, fields ...field) *Response {
	t.Helper()
	return d.AskToken(t, form(t, d, scope, fields...)).Granted()
}

// publicForm returns a token request with a public key. Pairs are names and values of further fields.
func publicForm(t *T, grantType string, pairs ...string) url.Values {
	form := url.Values{"grant_type": {grantType}, "client_id": {t.Keys().Public.ID},
		"client_secret": {t.Keys().Public.Secret}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

// signIn requests a token and a refresh token with a public key.
func signIn(t *T, d Endpoint) *Response {
	t.Helper()
	a := grant(t, d, "")
	require.NotEmpty(t, a.String("refresh_token"), "refresh_token")
	return a
}

// refreshForm returns the form of a refresh request.
func refreshForm(t *T, token string) url.Values {
	return publicForm(t, "refresh_token", "refresh_token", token)
}

// refresh refreshes a token.
func refresh(t *T, d Endpoint, session *Response) *Response {
	t.Helper()
	return d.AskToken(t, refreshForm(t, session.String("refresh_token"))).Granted()
}

// access returns the access token of a token response.
func access(a *Response) Secret { return Secret(a.String("access_token")) }

// outlive advances the clock past the lifetime of a token, and some more, which servers allow for other clocks.
func outlive(t *T, a *Response) {
	seconds, _ := a.Int("expires_in")
	t.Advance(time.Duration(seconds)*time.Second + time.Minute)
}

// wantRefusedToken asserts that GraphQL returns no data for a token; "" sends none.
func wantRefusedToken(t *T, d Endpoint, token Secret) {
	t.Helper()
	a := d.GraphQLAs(t, token, body(`{ partner { id } }`)).Is(200, 401).Null("data")
	if a.Status == 200 {
		a.HasErrors()
	}
}

// claims returns a part of a JWT: 0 is the header, 1 the claims.
func claims(t *T, a *Response, part int) map[string]any {
	t.Helper()
	parts := strings.Split(a.String("access_token"), ".")
	require.Len(t, parts, 3, "parts of a JWT")
	text, err := base64.RawURLEncoding.DecodeString(parts[part])
	require.NoError(t, err, "base64 of a JWT")
	var claims map[string]any
	require.NoError(t, json.Unmarshal(text, &claims), "JSON of a JWT")
	return claims
}
