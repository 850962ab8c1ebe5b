package fetch_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/dailymock/dailymock/internal/mcn/fetch"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// serves starts a server on loopback and returns its URL.
func serves(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return s.URL
}

// client returns a client that may ask loopback.
func client(t *testing.T, config fetch.Config) *fetch.Client {
	t.Helper()
	config.AllowHosts = append(config.AllowHosts, "127.0.0.1")
	c := fetch.New(config)
	t.Cleanup(c.Close)
	return c
}

func get(t *testing.T, c *fetch.Client, address string, o fetch.Options) (string, *fetch.Response, error) {
	t.Helper()
	r, err := c.Get(t.Context(), address, o)
	if err != nil {
		return "", nil, err
	}
	defer r.Body.Close()
	text, err := io.ReadAll(r.Body)
	return string(text), r, err
}

func TestGet(t *testing.T) {
	t.Parallel()
	base := serves(t, func(w http.ResponseWriter, r *http.Request) {
		user, password, _ := r.BasicAuth()
		w.Header().Set("ETag", `"1"`)
		w.Header().Set("Last-Modified", "Wed, 01 Jul 2026 00:00:00 GMT")
		w.Header().Set("Content-Type", "application/json")
		_, _ = io.WriteString(w, user+" "+password)
	})
	text, r, err := get(t, client(t, fetch.Config{}), base+"/users.json", fetch.Options{User: "me", Password: "secret"})
	require.NoError(t, err)
	assert.Equal(t, "me secret", text)
	assert.Equal(t, `"1"`, r.ETag)
	assert.Equal(t, "Wed, 01 Jul 2026 00:00:00 GMT", r.LastModified)
	assert.Equal(t, "application/json", r.ContentType)
	assert.Equal(t, base+"/users.json", r.URL.String())
	assert.False(t, r.NotModified)
}
