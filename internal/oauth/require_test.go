package oauth_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/oauth"
	"github.com/dailymock/dailymock/internal/signed"
	"github.com/dailymock/dailymock/internal/world"
)

func TestATokenTellsWhoseItIs(t *testing.T) {
	t.Parallel()
	v := start(t)
	now := v.clock.Now().Truncate(time.Second)
	for _, c := range []struct {
		name, tokenPath, form, path string
		want                        oauth.Grant
	}{
		{"a user's", publicPath, with(passwordForm, "scope", "email userinfo"), "/public", oauth.Grant{
			Kind: oauth.Public, Key: "k1", Login: "jane@example.com", Scopes: []string{"email", "userinfo"},
			Roles: []string{"can-manage-partners-reports", "can-adopt-users"}, Expires: now.Add(10 * time.Hour),
		}},
		{"a public key's own", publicPath, publicForm, "/public", oauth.Grant{
			Kind: oauth.Public, Key: "k1", Scopes: []string{}, Roles: []string{"can-manage-partners-reports", "can-adopt-users"},
			Expires: now.Add(10 * time.Hour),
		}},
		{"a private key's", privatePath, privateForm, "/private", oauth.Grant{
			Kind: oauth.Private, Key: "k2", Scopes: []string{"create_reports", "access_ads"}, Roles: []string{},
			Expires: now.Add(time.Hour),
		}},
	} {
		token := v.mustGrant(t, c.tokenPath, c.form).AccessToken
		for _, when := range []string{"at first", "once remembered"} {
			var got echoed
			a := v.do(t, "GET", c.path, bearer(token), "")
			if err := json.Unmarshal([]byte(a.body), &got); err != nil || !reflect.DeepEqual(got.Grant, c.want) {
				t.Errorf("%s, %s: grant = %s, want %+v", c.name, when, a.body, c.want)
			}
		}
	}
	if got, want := (oauth.Grant{Key: "k", Login: "l"}).Account(), (world.Account{Key: "k", Login: "l"}); got != want {
		t.Errorf("account = %+v, want %+v", got, want)
	}
}

func TestATokenComesInManyWays(t *testing.T) {
	t.Parallel()
	v := start(t)
	good := v.mustGrant(t, publicPath, passwordForm).AccessToken
	form := func(contentType string) http.Header { return http.Header{"Content-Type": {contentType}} }
	auth := func(value string) http.Header { return http.Header{"Authorization": {value}} }
	multipart := "--b\r\nContent-Disposition: form-data; name=\"access_token\"\r\n\r\n" + good + "\r\n--b--\r\n"
	for _, c := range []struct {
		name, query string
		header      http.Header
		body        string
		want        error
	}{
		{"Bearer", "", auth("Bearer " + good), "", nil},
		{"OAuth", "", auth("OAuth " + good), "", nil},
		{"OAuth2", "", auth("OAuth2 " + good), "", nil},
		{"bearer in small letters", "", auth("bearer " + good), "", nil},
		{"BEARER and many blanks", "", auth("BEARER    " + good), "", nil},
		{"the query", "?a=1&access_token=" + good, nil, "", nil},
		{"a form", "", form("application/x-www-form-urlencoded"), "a=1&access_token=" + good + "&b=2", nil},
		{"a form with a charset", "", form("application/x-www-form-urlencoded; charset=utf-8"), "access_token=" + good, nil},
		{"a multipart form", "", form("multipart/form-data; boundary=b"), multipart, nil},
		{"a form that is longer than is looked through", "", form("application/x-www-form-urlencoded"),
			"access_token=" + good + "&a=" + strings.Repeat("x", 80<<10), nil},
		{"a good header over a bad query", "?access_token=x", auth("Bearer " + good), "", nil},
		{"a bad header over a good query", "?access_token=" + good, auth("Bearer x"), "", oauth.ErrInvalid},
		{"a bad query over a good form", "?access_token=x", form("application/x-www-form-urlencoded"), "access_token=" + good,
			oauth.ErrInvalid},
		{"nothing", "", nil, "", oauth.ErrMissing},
		{"an empty query", "?access_token=", nil, "", oauth.ErrMissing},
		{"a scheme alone", "", auth("Bearer"), "", oauth.ErrMissing},
		{"a scheme and blanks", "", auth("Bearer  "), "", oauth.ErrMissing},
		{"a form without it", "", form("application/x-www-form-urlencoded"), "a=1", oauth.ErrMissing},
		{"a form too late", "", form("application/x-www-form-urlencoded"),
			"a=" + strings.Repeat("x", 80<<10) + "&access_token=" + good, oauth.ErrMissing},
		{"JSON", "", form("application/json"), `{"access_token":"` + good + `"}`, oauth.ErrMissing},
		{"JSON in the dress of a form", "", form("application/x-www-form-urlencoded"), `{"access_token":"` + good + `"}`,
			oauth.ErrMissing},
		{"the token alone", "", auth(good), "", oauth.ErrInvalid},
		{"another scheme", "", auth("Basic azE6cw=="), "", oauth.ErrInvalid},
		{"null, as jq prints for an answer without a token", "", auth("Bearer null"), "", oauth.ErrInvalid},
		{"two tokens", "", auth("Bearer " + good + " " + good), "", oauth.ErrInvalid},
	} {
		method := "GET"
		if c.body != "" {
			method = "POST"
		}
		a := v.do(t, method, "/public"+c.query, c.header, c.body)
		if c.want != nil {
			if a.StatusCode != 401 || !strings.HasPrefix(a.body, c.want.Error()) {
				t.Errorf("%s: %d %.80s, want it turned away: %v", c.name, a.StatusCode, a.body, c.want)
			}
			continue
		}
		var got echoed
		if err := json.Unmarshal([]byte(a.body), &got); err != nil || got.Grant.Key != "k1" {
			t.Errorf("%s: %d %.80s, want the grant of k1", c.name, a.StatusCode, a.body)
		}
		if got.Body != c.body {
			t.Errorf("%s: the body that came through = %.80q, want %.80q", c.name, got.Body, c.body)
		}
	}
}

func TestATokenIsGoodUntilItsTimeIsUp(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		tokenPath, form, path string
		lives                 time.Duration
		past                  time.Duration // the full second, when the token is made
	}{
		{publicPath, passwordForm, "/public", 10 * time.Hour, 0},
		{publicPath, passwordForm, "/public", 10 * time.Hour, 999 * time.Millisecond},
		{privatePath, privateForm, "/private", time.Hour, 0},
	} {
		v := start(t)
		v.clock.Advance(v.clock.Now().Truncate(time.Second).Sub(v.clock.Now()) + c.past)
		token := v.mustGrant(t, c.tokenPath, c.form).AccessToken
		v.clock.Advance(c.lives - time.Second)
		if a := v.do(t, "GET", c.path, bearer(token), ""); a.StatusCode != 200 {
			t.Errorf("%s, a second before its end: %d %s, want 200", c.path, a.StatusCode, a.body)
		}
		v.clock.Advance(time.Second)
		if a := v.do(t, "GET", c.path, bearer(token), ""); a.body != oauth.ErrExpired.Error()+"\n" {
			t.Errorf("%s, at its end: %d %s, want %v", c.path, a.StatusCode, a.body, oauth.ErrExpired)
		}
		v.clock.Advance(-time.Second)
		if a := v.do(t, "GET", c.path, bearer(token), ""); a.StatusCode != 200 {
			t.Errorf("%s, with the clock set back: %d %s, want 200", c.path, a.StatusCode, a.body)
		}
	}
}

func TestATokenOfAnotherMakeIsInvalid(t *testing.T) {
	t.Parallel()
	v := start(t)
	public := v.mustGrant(t, publicPath, passwordForm)
	private := v.mustGrant(t, privatePath, privateForm)
	other := start(t, func(c *oauth.Config) { c.Signer = signed.FromSeed(2) }).mustGrant(t, publicPath, passwordForm)
	report := signed.FromSeed(1).JWT("report", map[string]any{"aid": "k1", "exp": 1 << 40})
	for _, c := range []struct{ name, path, token string }{
		{"a private key's on the public host", "/public", private.AccessToken},
		{"a public key's on the private host", "/private", public.AccessToken},
		{"a refresh token", "/public", public.RefreshToken},
		{"a report's token", "/public", report},
		{"a token of another seed", "/public", other.AccessToken},
		{"a token with its end cut off", "/public", public.AccessToken[:len(public.AccessToken)-1]},
		{"a text without an end", "/public", strings.Repeat("x", 100<<10)},
	} {
		if a := v.do(
			t,
			"GET",
			c.path,
			bearer(c.token),
			"",
		); a.StatusCode != 401 ||
			!strings.HasPrefix(a.body, oauth.ErrInvalid.Error()) {
			t.Errorf("%s: %d %s, want %v", c.name, a.StatusCode, a.body, oauth.ErrInvalid)
		}
	}
}

func TestAnOpaqueTokenHasOneSpelling(t *testing.T) {
	t.Parallel()
	v := start(t)
	good := v.mustGrantAt(t, "api.dailymotion.com", passwordForm).AccessToken
	changed := []string{good + "%0A", good + "=", good[1:], "A" + good, good + "AAAA"}
	for at := range good {
		for _, c := range []byte("AQgw_") {
			if text := good[:at] + string(c) + good[at+1:]; text != good {
				changed = append(changed, text)
			}
		}
	}
	for _, text := range changed {
		if a := v.do(t, "GET", "/public?access_token="+text, nil, ""); a.StatusCode != 401 {
			t.Fatalf("%s passes for %s", text, good)
		}
	}
}

func TestARestartForgetsNothing(t *testing.T) {
	t.Parallel()
	before, after := start(t), start(t)
	pair := before.mustGrant(t, publicPath, passwordForm)
	if a := after.do(t, "GET", "/public", bearer(pair.AccessToken), ""); a.StatusCode != 200 {
		t.Errorf("the access token answers %d %s after a restart, want 200", a.StatusCode, a.body)
	}
	after.mustGrant(
		t,
		publicPath,
		"grant_type=refresh_token&client_id=k1&client_secret=s&refresh_token="+pair.RefreshToken,
	)
}

// A body that is not a form must reach its surface unread, however long.
func TestTheBodyOfAJSONRequestIsLeftAlone(t *testing.T) {
	t.Parallel()
	i := oauth.NewIssuer(oauth.Config{Signer: signed.FromSeed(1), Now: newClock().Now})
	body := &untouched{}
	h := i.Require(oauth.Public, http.HandlerFunc(echo), func(_ http.ResponseWriter, r *http.Request, err error) {
		if !errors.Is(err, oauth.ErrMissing) || r.Body != body {
			t.Errorf("turned away with %v and body %v, want ErrMissing and the body itself", err, r.Body)
		}
	})
	r := httptest.NewRequest("POST", "/graphql", body)
	r.Header.Set("Content-Type", "application/json")
	h.ServeHTTP(httptest.NewRecorder(), r)
	if body.reads != 0 {
		t.Errorf("the body was read %d times, want never", body.reads)
	}
}

type untouched struct{ reads int }

func (u *untouched) Read([]byte) (int, error) { u.reads++; return 0, io.EOF }
func (u *untouched) Close() error             { return nil }

// A body that breaks off while it is looked through still breaks off for the surface.
func TestABrokenBodyStaysBroken(t *testing.T) {
	t.Parallel()
	i := oauth.NewIssuer(oauth.Config{Signer: signed.FromSeed(1), Now: newClock().Now})
	h := i.Require(oauth.Public, http.HandlerFunc(echo), func(_ http.ResponseWriter, r *http.Request, _ error) {
		got, err := io.ReadAll(r.Body)
		if string(got) != "a=1" || !errors.Is(err, io.ErrUnexpectedEOF) {
			t.Errorf("body = %q, %v, want a=1 and %v", got, err, io.ErrUnexpectedEOF)
		}
	})
	r := httptest.NewRequest("POST", "/", io.MultiReader(strings.NewReader("a=1"), brokenReader{}))
	r.Header = urlencoded
	h.ServeHTTP(httptest.NewRecorder(), r)
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func BenchmarkRequire(b *testing.B) {
	i := oauth.NewIssuer(oauth.Config{Signer: signed.FromSeed(1), Now: newClock().Now})
	w := httptest.NewRecorder()
	r := httptest.NewRequest("POST", publicPath, strings.NewReader(passwordForm))
	i.Token(oauth.Public).ServeHTTP(w, r)
	var got tokens
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		b.Fatal(err)
	}
	h := i.Require(
		oauth.Public,
		http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}),
		func(_ http.ResponseWriter, _ *http.Request, err error) { b.Fatal(err) },
	)
	r = httptest.NewRequest("POST", "/", bytes.NewReader(nil))
	r.Header = bearer(got.AccessToken)
	b.ReportAllocs()
	for b.Loop() {
		h.ServeHTTP(nil, r)
	}
}
