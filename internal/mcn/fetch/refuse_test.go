package fetch_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/dailymock/dailymock/internal/mcn/fetch"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// port returns the port of a server's URL.
func port(t *testing.T, base string) string {
	t.Helper()
	u, err := url.Parse(base)
	require.NoError(t, err)
	return u.Port()
}

// TestRefused: nothing is sent to a URL that is not allowed.
func TestRefused(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	base := serves(t, func(http.ResponseWriter, *http.Request) { asked.Add(1) })
	at := port(t, base)
	for _, c := range []struct {
		address, reason string
		allowed         []string
	}{
		{"ftp://127.0.0.1/feed.xml", "neither http nor https", []string{"127.0.0.1"}},
		{"file:///etc/passwd", "neither http nor https", []string{""}},
		{"/feed.xml", "neither http nor https", []string{""}},
		{"http:///feed.xml", "no host", []string{""}},
		{"http://127.0.0.1:" + at, "add --allow-host 127.0.0.1", nil},
		{"http://127.0.0.1:" + at, "add --allow-host 127.0.0.1", []string{"localhost", "127.0.0.2", "0.0.1"}},
		{"http://localhost:" + at, "add --allow-host localhost", []string{"127.0.0.1", "calhost"}},
		{"http://evil.localhost:" + at, "add --allow-host evil.localhost", []string{"localhost"}},
		{"http://127.0.0.1@evil.example/", "add --allow-host evil.example", []string{"127.0.0.1"}},
	} {
		cl := fetch.New(fetch.Config{AllowHosts: c.allowed})
		t.Cleanup(cl.Close)
		_, err := cl.Get(t.Context(), c.address, fetch.Options{})
		var refused *fetch.Refused
		if assert.ErrorAs(t, err, &refused, c.address) {
			assert.Contains(t, refused.Reason, c.reason)
		}
		_, err = cl.Probe(t.Context(), c.address, fetch.Options{})
		assert.ErrorAs(t, err, &refused, c.address)
	}
	assert.Zero(t, asked.Load())
}

// TestResolvedAddressIsChecked: what is connected to counts, however it is written.
func TestResolvedAddressIsChecked(t *testing.T) {
	t.Parallel()
	var asked atomic.Int32
	at := port(t, serves(t, func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	for _, also := range []string{"", "127.0.0.1"} {
		cl := fetch.New(fetch.Config{AllowHosts: []string{"::ffff:7f00:1", also}})
		t.Cleanup(cl.Close)
		_, err := cl.Probe(t.Context(), "http://[::ffff:7f00:1]:"+at, fetch.Options{})
		if also != "" {
			require.NoError(t, err)
			continue
		}
		var refused *fetch.Refused
		require.ErrorAs(t, err, &refused)
		assert.Contains(t, refused.Reason, "add --allow-host 127.0.0.1")
		assert.Zero(t, asked.Load())
	}
}

// TestAllowedHosts: names are compared as name servers do, and without their ports.
func TestAllowedHosts(t *testing.T) {
	t.Parallel()
	at := port(t, serves(t, func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "ok") }))
	for allowed, host := range map[string]string{
		"localhost": "LOCALHOST", "LocalHost:80": "localhost", "localhost.": "localhost", "127.0.0.1": "127.0.0.1",
		"127.0.0.1:9": "127.0.0.1",
	} {
		cl := fetch.New(fetch.Config{AllowHosts: []string{allowed}})
		t.Cleanup(cl.Close)
		text, r, err := get(t, cl, "http://me:secret@"+host+":"+at+"/", fetch.Options{})
		require.NoError(t, err, allowed)
		assert.Nil(t, r.URL.User)
		assert.Equal(t, "ok", text)
	}
}

func TestRedirects(t *testing.T) {
	t.Parallel()
	var elsewhere atomic.Int32
	other := serves(t, func(http.ResponseWriter, *http.Request) { elsewhere.Add(1) })
	base := serves(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/loop":
			http.Redirect(w, r, "/loop", http.StatusFound)
		case "/to-other-host":
			http.Redirect(w, r, strings.Replace(other, "127.0.0.1", "localhost", 1), http.StatusFound)
		case "/to-file":
			http.Redirect(w, r, "file:///etc/passwd", http.StatusFound)
		case "/to-feed":
			http.Redirect(w, r, "/feed", http.StatusMovedPermanently)
		default:
			_, _ = io.WriteString(w, r.Header.Get("Authorization")+r.Header.Get("Referer"))
		}
	})
	cl := client(t, fetch.Config{})
	var refused *fetch.Refused
	_, _, err := get(t, cl, base+"/to-other-host", fetch.Options{})
	require.ErrorAs(t, err, &refused)
	assert.Equal(t, "localhost", refused.Host)
	_, _, err = get(t, cl, base+"/to-file", fetch.Options{})
	require.ErrorAs(t, err, &refused)
	_, _, err = get(t, cl, base+"/loop", fetch.Options{})
	require.ErrorContains(t, err, "more than 5 redirects")
	assert.Zero(t, elsewhere.Load())
	text, r, err := get(t, cl, base+"/to-feed?token=secret", fetch.Options{User: "u", Password: "p"})
	require.NoError(t, err)
	assert.Equal(t, "Basic dTpw", text, "the same server gets the credentials, and no referrer")
	assert.Equal(t, base+"/feed", r.URL.String())
}

// TestCredentialsStayWithTheirServer: another port, scheme or host gets neither them nor the validators.
func TestCredentialsStayWithTheirServer(t *testing.T) {
	t.Parallel()
	var got atomic.Value
	other := serves(t, func(_ http.ResponseWriter, r *http.Request) { got.Store(r.Header.Clone()) })
	base := serves(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, other+r.URL.Path, http.StatusTemporaryRedirect)
	})
	o := fetch.Options{User: "me", Password: "hunter2", ETag: `"1"`, LastModified: "Wed, 01 Jul 2026 00:00:00 GMT"}
	cl := client(t, fetch.Config{AllowHosts: []string{"localhost"}})
	inURL := strings.Replace(base, "http://", "http://me:hunter2@", 1)
	for _, address := range []string{base, strings.Replace(base, "127.0.0.1", "localhost", 1), inURL} {
		_, r, err := get(t, cl, address+"/x", o)
		require.NoError(t, err)
		header := got.Load().(http.Header)
		for _, name := range []string{"Authorization", "If-None-Match", "If-Modified-Since", "Referer", "Cookie"} {
			assert.Empty(t, header.Get(name), name)
		}
		assert.NotContains(t, r.URL.String(), "hunter2")
	}
}

// TestErrorsShowNoCredentials of the URL, its query, or the address of a redirect.
func TestErrorsShowNoCredentials(t *testing.T) {
	t.Parallel()
	base := serves(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/away":
			w.Header().Set("Location", "http://u:hunter2@evil.example/?token=hunter2")
			w.WriteHeader(http.StatusFound)
		case "/bad":
			w.Header().Set("Location", "http://u:hunter2@[evil/?token=hunter2")
			w.WriteHeader(http.StatusFound)
		case "/dropped":
			panic(http.ErrAbortHandler)
		default:
			w.WriteHeader(http.StatusUnauthorized)
		}
	})
	cl := client(t, fetch.Config{})
	withUser := strings.Replace(base, "http://", "http://me:hunter2@", 1)
	for _, address := range []string{
		withUser + "/away", withUser + "/bad", withUser + "/dropped?key=hunter2", withUser + "/401",
		"http://me:hunter2@[bad/", "ftp://me:hunter2@127.0.0.1/?token=hunter2", "http://me:hunter2@evil.example/",
	} {
		_, _, err := get(t, cl, address, fetch.Options{User: "me", Password: "hunter2"})
		require.Error(t, err, address)
		assert.NotContains(t, err.Error(), "hunter2")
	}
}
