package fetch_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/mcn/fetch"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

func zipped(t *testing.T, text string) string {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, err := io.WriteString(w, text)
	require.NoError(t, err)
	require.NoError(t, w.Close())
	return b.String()
}

// TestBodies: plain, compressed by the server, a compressed file, and both.
func TestBodies(t *testing.T) {
	t.Parallel()
	bodies := map[string][2]string{ // the Content-Encoding and the bytes
		"/plain": {"", "feed"}, "/identity": {"identity", "feed"}, "/gzip": {"gzip", zipped(t, "feed")},
		"/file.gz": {"", zipped(t, "feed")}, "/both": {"GZIP", zipped(t, zipped(t, "feed"))},
		"/not-really": {"gzip", "feed"}, "/empty": {"", ""},
	}
	base := serves(t, func(w http.ResponseWriter, r *http.Request) {
		if assert.Equal(t, "gzip", r.Header.Get("Accept-Encoding")) && bodies[r.URL.Path][0] != "" {
			w.Header().Set("Content-Encoding", bodies[r.URL.Path][0])
		}
		_, _ = io.WriteString(w, bodies[r.URL.Path][1])
	})
	cl := client(t, fetch.Config{})
	for path := range bodies {
		text, _, err := get(t, cl, base+path, fetch.Options{})
		require.NoError(t, err, path)
		assert.Equal(t, path != "/empty", text == "feed", path)
	}
}

func TestOtherEncodings(t *testing.T) {
	t.Parallel()
	base := serves(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", strings.TrimPrefix(r.URL.Path, "/"))
	})
	_, _, err := get(t, client(t, fetch.Config{}), base+"/br", fetch.Options{})
	require.ErrorContains(t, err, `"br"`)
}

// TestTooLarge: a body has at most MaxBytes, however small it was compressed.
func TestTooLarge(t *testing.T) {
	t.Parallel()
	bomb := zipped(t, strings.Repeat("x", 10<<20))
	base := serves(t, func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/bomb":
			_, _ = io.WriteString(w, bomb)
		case "/double":
			_, _ = io.WriteString(w, zipped(t, bomb))
		case "/endless":
			for r.Context().Err() == nil {
				if _, err := w.Write(make([]byte, 1<<10)); err != nil {
					return
				}
			}
		default:
			_, _ = io.WriteString(w, strings.Repeat("x", 1000))
		}
	})
	cl := client(t, fetch.Config{MaxBytes: 1000})
	for _, path := range []string{"/bomb", "/double", "/endless"} {
		text, _, err := get(t, cl, base+path, fetch.Options{})
		require.ErrorIs(t, err, fetch.ErrTooLarge, path)
		assert.LessOrEqual(t, len(text), 1000)
	}
	_, _, err := get(t, client(t, fetch.Config{MaxBytes: 64 << 20}), base+"/bomb", fetch.Options{})
	require.ErrorIs(t, err, fetch.ErrTooLarge, "it inflates to more than its size explains")
	text, _, err := get(t, cl, base+"/exact", fetch.Options{})
	require.NoError(t, err)
	assert.Len(t, text, 1000)
	_, _, err = get(t, client(t, fetch.Config{MaxBytes: 999}), base+"/exact", fetch.Options{})
	require.ErrorIs(t, err, fetch.ErrTooLarge)
}

// TestTime: a server that never finishes is left, at the timeout or with the context.
func TestTime(t *testing.T) {
	t.Parallel()
	base := serves(t, func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "begun")
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	})
	_, _, err := get(t, client(t, fetch.Config{Timeout: 50 * time.Millisecond}), base, fetch.Options{})
	require.ErrorContains(t, err, "Client.Timeout")
	ctx, cancel := context.WithCancel(t.Context())
	r, err := client(t, fetch.Config{}).Get(ctx, base, fetch.Options{})
	require.NoError(t, err)
	defer r.Body.Close()
	cancel()
	_, err = io.ReadAll(r.Body)
	require.ErrorIs(t, err, context.Canceled)
}

func TestNotModified(t *testing.T) {
	t.Parallel()
	base := serves(t, func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("If-None-Match") == `"1"` || r.Header.Get("If-Modified-Since") != "" || r.URL.Path == "/odd" {
			w.Header().Set("ETag", `"1"`)
			w.WriteHeader(http.StatusNotModified)
		}
	})
	cl := client(t, fetch.Config{})
	for _, o := range []fetch.Options{{ETag: `"1"`}, {LastModified: "Wed, 01 Jul 2026 00:00:00 GMT"}} {
		text, r, err := get(t, cl, base, o)
		require.NoError(t, err)
		assert.True(t, r.NotModified)
		assert.Empty(t, text)
	}
	_, r, err := get(t, cl, base, fetch.Options{ETag: `"0"`})
	require.NoError(t, err)
	assert.False(t, r.NotModified)
	_, _, err = get(t, cl, base+"/odd", fetch.Options{})
	assert.Equal(t, &fetch.StatusError{Status: 304}, err, "304 was not asked for")
}

// TestProbe: HEAD, and GET of a byte where HEAD is refused. A film is not read.
func TestProbe(t *testing.T) {
	t.Parallel()
	var asked atomic.Value
	asked.Store("")
	base := serves(t, func(w http.ResponseWriter, r *http.Request) {
		asked.Store(asked.Load().(string) + r.Method + r.Header.Get("Range") + " ")
		switch {
		case r.URL.Path == "/gone", r.URL.Path == "/no-head" && r.Method == http.MethodHead:
			w.WriteHeader(http.StatusMethodNotAllowed)
		default:
			w.Header().Set("Content-Type", "video/mp4")
			http.ServeContent(w, r, "1.mp4", time.Time{}, strings.NewReader("a film"))
		}
	})
	cl := client(t, fetch.Config{})
	for path, requests := range map[string]string{
		"/1.mp4": "HEAD ", "/no-head": "HEAD GETbytes=0-0 ", "/gone": "HEAD GETbytes=0-0 ",
	} {
		asked.Store("")
		p, err := cl.Probe(t.Context(), base+path, fetch.Options{})
		assert.Equal(t, requests, asked.Load())
		var status *fetch.StatusError
		if path == "/gone" {
			require.True(t, errors.As(err, &status))
			assert.Equal(t, 405, status.Status)
			continue
		}
		require.NoError(t, err)
		assert.Equal(t, "video/mp4", p.ContentType)
		assert.Equal(t, int64(6), p.Length)
	}
}

func TestConnectionsAreBounded(t *testing.T) {
	t.Parallel()
	var now atomic.Int32
	release := make(chan struct{})
	base := serves(t, func(http.ResponseWriter, *http.Request) {
		now.Add(1)
		<-release
	})
	cl := client(t, fetch.Config{MaxConns: 2})
	done := make(chan error)
	for range 2 {
		go func() {
			_, err := cl.Probe(t.Context(), base, fetch.Options{})
			done <- err
		}()
	}
	require.Eventually(t, func() bool { return now.Load() == 2 }, time.Minute, time.Millisecond)
	ctx, cancel := context.WithTimeout(t.Context(), 200*time.Millisecond)
	defer cancel()
	_, err := cl.Probe(ctx, base, fetch.Options{})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	assert.Equal(t, int32(2), now.Load(), "a third request waits for a connection")
	close(release)
	for range 2 {
		require.NoError(t, <-done)
	}
}
