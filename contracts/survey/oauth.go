package survey

import (
	"net/url"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
)

// near is how much less expires_in may be, of a token that is some seconds old.
const near = 60

func oauth() []Case {
	return []Case{
		signedIn("OAUTH-110", "each grant of each host gives a token of type Bearer, for ten hours or one",
			"oauth-4.1 oauth-4.2 oauth-4.6 oauth-4.7 reporting-2.10 reporting-2.17", grants),
		signedIn("OAUTH-111", "each refusal of each host has an error and a description", "oauth-8.2 oauth-8.4 oauth-8.5",
			refusals),
	}
}

// publicForm returns the form of a grant with a public key. Pairs are names and values of further fields.
func publicForm(t *T, grant string, pairs ...string) url.Values {
	k := t.Keys()
	form := url.Values{"grant_type": {grant}, "client_id": {k.Public.ID}, "client_secret": {k.Public.Secret}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return form
}

func grants(t *T) {
	check := func(a *Response, scope string, seconds int) {
		a.Granted().Equal("Bearer", "token_type").Equal(scope, "scope")
		got, ok := a.Int("expires_in")
		assert.True(t, ok, "expires_in is a number")
		assert.InDelta(t, seconds, got, near, "expires_in")
	}
	for _, d := range []Endpoint{PublicReports, PublicData} {
		for _, scope := range []string{"", "manage_videos", "manage_videos userinfo"} {
			a := d.AskToken(t, d.TokenForm(t, scope)).Fits("token-public")
			check(a, scope, 36000)
			b := d.AskToken(t, publicForm(t, "refresh_token", "refresh_token", a.String("refresh_token"))).Granted().
				Fits("token-refreshed")
			assert.True(t, a.String("refresh_token") == b.String("refresh_token"), "the refresh token stays the same")
			seconds, _ := b.Int("expires_in")
			assert.InDelta(t, 36000, seconds, near, "expires_in after a refresh")
		}
		a := d.AskToken(t, publicForm(t, "client_credentials")).Granted().Equal("Bearer", "token_type")
		seconds, _ := a.Int("expires_in")
		assert.InDelta(t, 36000, seconds, near, "expires_in of client_credentials")
	}
	for _, scope := range []string{ReportScopes, "manage_videos", "create_reports delete_reports manage_reports"} {
		d := PrivateReports
		check(d.AskToken(t, d.TokenForm(t, scope)).Fits("token-private"), scope, 3600)
	}
}

func refusals(t *T) {
	for _, d := range []Endpoint{PublicReports, PublicData} {
		for _, form := range []url.Values{
			publicForm(t, "password"), publicForm(t, "authorization_code"), publicForm(t, "refresh_token"),
			publicForm(t, "device"), publicForm(t, "refresh_token", "refresh_token", "wrong"),
			publicForm(t, "password", "username", t.Keys().Username, "password", "wrong-password"),
			publicForm(t, "client_credentials", "client_secret", "wrong-secret"), publicForm(t, ""),
		} {
			d.AskToken(t, form).Denied().Is(400).Fits("token-error")
		}
	}
}
