package oauth_test

import (
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/world"
)

// A listing is a Directory as a world file would fill it.
type listing struct {
	keys  []oauth.Key
	users []oauth.User
}

func (l listing) Key(id string) (oauth.Key, bool) {
	for _, k := range l.keys {
		if k.ID == id {
			return k, true
		}
	}
	return oauth.Key{}, false
}

func (l listing) User(login string) (oauth.User, bool) {
	for _, u := range l.users {
		if u.Login == login {
			return u, true
		}
	}
	return oauth.User{}, false
}

var listed = listing{
	keys: []oauth.Key{
		{
			ID:       "pub",
			Secret:   "pub-secret",
			Kind:     oauth.Public,
			Name:     "Acme <Uploader>",
			Callback: "https://app.example/back",
			Roles:    []string{"can-adopt-users"},
		},
		{ID: "priv", Secret: "priv-secret", Kind: oauth.Private, Scopes: []string{"create_reports"}},
		{ID: "narrow", Secret: "s", Kind: oauth.Public, Grants: []string{"password"}, Scopes: []string{"email"}},
		{ID: "server-error", Secret: "s", Kind: oauth.Public},
	},
	users: []oauth.User{{Login: "jane", Password: "right"}, {Login: "gone", Password: "right", Suspended: true}},
}

func TestKeysAndUsers(t *testing.T) {
	t.Parallel()
	strict := start(t, func(c *oauth.Config) { c.Directory, c.Strict = listed, true })
	lenient := start(t, func(c *oauth.Config) { c.Directory = listed })
	const (
		badClient = `"error":"invalid_client","error_description":"Invalid client credentials."`
		badUser   = `"error":"invalid_grant","error_description":"Invalid credentials."`
		fine      = `"access_token":`
	)
	password := func(key, secret, login, password string) string {
		return url.Values{
			"grant_type":    {"password"},
			"client_id":     {key},
			"client_secret": {secret},
			"username":      {login},
			"password":      {password},
		}.Encode()
	}
	keyOnly := func(key, secret, scope string) string {
		return url.Values{
			"grant_type":    {"client_credentials"},
			"client_id":     {key},
			"client_secret": {secret},
			"scope":         {scope},
		}.Encode()
	}
	for _, c := range []struct {
		name   string
		v      vendor
		path   string
		form   string
		status int
		want   string
	}{
		{"strict, all right", strict, publicPath, password("pub", "pub-secret", "jane", "right"), 200, fine},
		{"strict, a key that is not listed", strict, publicPath, password("k1", "s", "jane", "right"), 400, badClient},
		{"strict, a wrong secret", strict, publicPath, password("pub", "pub-secre", "jane", "right"), 400, badClient},
		{"strict, a wrong password", strict, publicPath, password("pub", "pub-secret", "jane", "wrong"), 400, badUser},
		{"strict, a user that is not listed", strict, publicPath, password("pub", "pub-secret", "john", "right"), 400,
			badUser},
		{"strict, a suspended user", strict, publicPath, password("pub", "pub-secret", "gone", "right"), 400, "suspended"},
		{"strict, a private key at the public endpoint", strict, publicPath, keyOnly("priv", "priv-secret", ""), 400,
			badClient},
		{"strict, a public key at the private endpoint", strict, privatePath, keyOnly("pub", "pub-secret", "email"), 401,
			badClient},
		{"strict, a private key", strict, privatePath, keyOnly("priv", "priv-secret", "create_reports"), 200, fine},
		{"strict, a wrong secret of a private key", strict, privatePath, keyOnly("priv", "x", "create_reports"), 401,
			badClient},
		{"strict, a permission that the key lacks", strict, privatePath,
			keyOnly("priv", "priv-secret", "create_reports manage_videos"), 400, `"error":"invalid_scope"`},
		{"strict, a reserved value that is listed", strict, publicPath, keyOnly("server-error", "s", ""), 200, fine},
		{"lenient, a wrong secret", lenient, publicPath, password("pub", "x", "jane", "x"), 200, fine},
		{"lenient, a key that is not listed", lenient, publicPath, password("k1", "x", "john", "x"), 200, fine},
		{"lenient, a suspended user", lenient, publicPath, password("k1", "x", "gone", "x"), 400, "suspended"},
		{"lenient, a private key at the public endpoint", lenient, publicPath, keyOnly("priv", "x", ""), 400, badClient},
		{"lenient, a public key at the private endpoint", lenient, privatePath, keyOnly("pub", "x", "email"), 401, badClient},
		{"lenient, a grant that the key may not use", lenient, publicPath, keyOnly("narrow", "x", ""), 400,
			`"error":"unauthorized_client"`},
		{"lenient, a scope that the key lacks", lenient, publicPath, password("narrow", "x", "jane", "x") + "&scope=userinfo",
			400, `"error":"invalid_scope"`},
	} {
		a := c.v.post(t, c.path, c.form)
		if a.StatusCode != c.status || !strings.Contains(a.body, c.want) {
			t.Errorf("%s: %d %s, want %d and %s", c.name, a.StatusCode, a.body, c.status, c.want)
		}
	}
}

func TestASuspendedUserCannotGoOn(t *testing.T) {
	t.Parallel()
	before := start(t)
	first := before.mustGrant(t, publicPath, with(passwordForm, "username", "gone"))
	after := start(t, func(c *oauth.Config) { c.Directory = listed })
	if a := after.post(
		t,
		publicPath,
		refreshForm+first.RefreshToken,
	); a.StatusCode != 400 ||
		!strings.Contains(a.body, "Invalid refresh token.") {
		t.Errorf("a refresh after the user was suspended: %d %s, want 400", a.StatusCode, a.body)
	}
}

// No response ever repeats a secret or a password.
func TestRefusalsKeepSecrets(t *testing.T) {
	t.Parallel()
	v := start(t, func(c *oauth.Config) { c.Directory, c.Strict = listed, true })
	for _, path := range []string{publicPath, privatePath} {
		for _, form := range []string{
			"grant_type=password&client_id=pub&client_secret=hunter2&username=jane&password=hunter2",
			"grant_type=password&client_id=pub&client_secret=pub-secret&username=jane&password=hunter2&scope=email",
			"grant_type=refresh_token&client_id=pub&client_secret=pub-secret&refresh_token=hunter2&scope=email",
			"grant_type=authorization_code&client_id=pub&client_secret=pub-secret&code=hunter2&redirect_uri=x&scope=email",
			"client_secret=hunter2", `{"client_secret":"hunter2"}`,
		} {
			if a := v.post(t, path, form); a.StatusCode < 400 || strings.Contains(a.body, "hunter2") {
				t.Errorf("%s to %s answers %d %s, want a refusal without the secret", form, path, a.StatusCode, a.body)
			}
		}
	}
}

// Every reserved value does what its row says; the rows here are what a reader
// of the documentation would try.
func TestReservedValues(t *testing.T) {
	t.Parallel()
	want := map[string]struct {
		status int
		body   string
	}{
		"invalid-client":      {400, `"invalid_client"`},
		"unauthorized-client": {400, `"unauthorized_client"`},
		"unsupported-grant":   {400, `"unsupported_grant_type"`},
		"invalid-scope":       {400, `"invalid_scope"`},
		"rate-limited":        {429, `"rate_limit_exceeded"`},
		"server-error":        {500, `<h1>Internal Server Error</h1>`},
		"no-scope":            {200, `"scope":""`},
		"no-role":             {200, `"access_token"`},
		"expired-token":       {200, `"expires_in":36000`},
		"refresh-refused":     {200, `"refresh_token"`},
		"rejected-once":       {200, `"access_token"`},
		"rejected-always":     {200, `"access_token"`},
		"wrong-secret":        {400, `"invalid_client"`},
		"unknown-user":        {400, `"invalid_grant"`},
		"suspended-user":      {400, `"invalid_grant"`},
		"wrong-password":      {400, `"invalid_grant"`},
	}
	v := start(t)
	strict := start(t, func(c *oauth.Config) {
		c.Strict = true
		l := listing{users: listed.users}
		for _, r := range oauth.ReservedValues() {
			l.keys = append(l.keys, oauth.Key{ID: r.Value, Secret: "s", Kind: oauth.Public})
		}
		c.Directory = l
	})
	for _, r := range oauth.ReservedValues() {
		w, ok := want[r.Value]
		if !ok {
			t.Errorf("%s is not tested", r.Value)
		}
		a := v.post(t, publicPath, with(passwordForm, r.Member, r.Value, "scope", "email"))
		if a.StatusCode != w.status || !strings.Contains(a.body, w.body) {
			t.Errorf("%s: %d %s, want %d and %s", r.Value, a.StatusCode, a.body, w.status, w.body)
		}
		if r.Member == "client_id" {
			strict.mustGrant(t, publicPath, with(passwordForm, "client_id", r.Value, "username", "jane", "password", "right"))
		}
	}
	if a := v.post(t, privatePath, with(privateForm, "client_secret", "wrong-secret")); a.StatusCode != 401 {
		t.Errorf("wrong-secret of a private key: %d %s, want 401", a.StatusCode, a.body)
	}
	if got := v.post(
		t,
		publicPath,
		with(passwordForm, "client_id", "rate-limited"),
	).Header.Get(
		"Retry-After",
	); got != "60" {
		t.Errorf("Retry-After = %q, want 60", got)
	}
	if got := v.post(
		t,
		publicPath,
		with(passwordForm, "client_id", "server-error"),
	).Header.Get(
		"Content-Type",
	); got != "text/html; charset=utf-8" {
		t.Errorf("Content-Type of the HTML page = %q", got)
	}
}

func TestReservedKeysTroubleTheirTokens(t *testing.T) {
	t.Parallel()
	v := start(t)
	use := func(key string, times int) (answers []string) {
		token := v.mustGrant(t, publicPath, with(passwordForm, "client_id", key)).AccessToken
		for range times {
			answers = append(answers, strings.TrimSpace(v.do(t, "GET", "/public", bearer(token), "").body))
		}
		return answers
	}
	if got := use("expired-token", 1); got[0] != oauth.ErrExpired.Error() {
		t.Errorf("expired-token: %q, want %v", got, oauth.ErrExpired)
	}
	for range 2 { // each token has a first use of its own
		if got := use(
			"rejected-once",
			3,
		); got[0] != oauth.ErrInvalid.Error() || !strings.Contains(got[1], "rejected-once") ||
			got[2] != got[1] {
			t.Errorf("rejected-once: %q, want it refused once", got)
		}
	}
	if got := use("rejected-always", 2); got[0] != oauth.ErrInvalid.Error() || got[1] != got[0] {
		t.Errorf("rejected-always: %q, want it refused twice", got)
	}
	if got := use("no-role", 1); !strings.Contains(got[0], `"Roles":[]`) {
		t.Errorf("no-role: %q, want no roles", got)
	}
	refused := v.mustGrant(t, publicPath, with(passwordForm, "client_id", "refresh-refused"))
	if a := v.post(
		t,
		publicPath,
		with(refreshForm+refused.RefreshToken, "client_id", "refresh-refused"),
	); a.StatusCode != 400 {
		t.Errorf("refresh-refused: %d %s, want 400", a.StatusCode, a.body)
	}
}

func TestTheDocumentedCredentialsAreThese(t *testing.T) {
	t.Parallel()
	got, err := os.ReadFile("../../docs/credentials.md")
	if err != nil || string(got) != oauth.CredentialsDoc() {
		t.Errorf("docs/credentials.md differs from the code (%v): run go generate ./internal/oauth", err)
	}
}

func TestAUsersIdComesFromTheWorld(t *testing.T) {
	t.Parallel()
	v := start(t, func(c *oauth.Config) {
		c.UserID = func(a world.Account) string { return "x" + a.Key + a.Login }
	})
	if got := claimsOf(t, v.mustGrant(t, privatePath, privateForm).AccessToken)["sub"]; got != "xk2" {
		t.Errorf("sub = %q, want xk2", got)
	}
	token := v.mustGrantAt(t, "api.dailymotion.com", with(passwordForm, "username", "jane"))
	if token.UID != "xk1jane" {
		t.Errorf("uid = %q, want xk1jane", token.UID)
	}
}
