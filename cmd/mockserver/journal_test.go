package main

import (
	"bytes"
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
)

// A lockedBuffer is written by a command while a test reads it.
type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.b.String()
}

// visit sends a request to a mock.
func visit(t *testing.T, m *dailymocktest.Mock, path string) {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, m.URL+path, nil)
	require.NoError(t, err)
	resp, err := http.DefaultClient.Do(req)
	require.NoError(t, err)
	require.NoError(t, resp.Body.Close())
}

func TestJournalIsFollowedUntilTheMockOrTheUserEnds(t *testing.T) {
	t.Parallel()
	for _, byUser := range []bool{true, false} {
		m := dailymocktest.Start(t, dailymock.Options{})
		visit(t, m, "/video/before")
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		var out, errs lockedBuffer
		ended := make(chan int, 1)
		go func() {
			ended <- run(ctx, []string{"journal", "--follow", "--match", "surface=rest", m.URL}, nil, &out, &errs)
		}()
		shows := func(text string) func() bool { return func() bool { return strings.Contains(out.String(), text) } }
		require.Eventually(t, shows("GET "+m.URL[len("http://"):]+"/video/before 404 rest"), time.Minute, time.Millisecond)
		require.Eventually(t, func() bool {
			visit(t, m, "/video/after")
			return shows("/video/after 404 rest")()
		}, time.Minute, 10*time.Millisecond)
		require.NotContains(t, out.String(), "/_mock/")
		// The stream is open now: requests after the first page arrive over it.
		want := 0
		if byUser {
			cancel()
		} else {
			m.StopFollowing()
			want = 3
		}
		require.Equal(t, want, <-ended, errs.String())
		require.Equal(t, byUser, errs.String() == "", errs.String())
	}
}
