package traffic_test

import (
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dailymock/dailymock/internal/traffic"
	"github.com/dailymock/dailymock/journal"
)

func TestTheJournalIsBoundedInBytes(t *testing.T) {
	t.Parallel()
	j := traffic.New(traffic.Config{Now: newStage(0).clock(), KeepBytes: 100_000, Bodies: 10_000, Keep: 500})
	h := j.Watch(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/csv")
		_, _ = io.WriteString(w, strings.Repeat("a,", 4000))
	}))
	for range 100 {
		send(h, "/x")
	}
	all := j.Entries()
	require.Greater(t, len(all), 5)
	require.Less(t, len(all), 13)
	require.Equal(t, uint64(100), all[len(all)-1].Number)
	for i := range all {
		require.Equal(t, all[0].Number+uint64(i), all[i].Number)
	}
	saved, err := j.Snapshot()
	require.NoError(t, err)
	require.NoError(t, j.Restore(saved))
	require.Equal(t, all, j.Entries())
}

func TestAFollowerThatIsTooSlowEnds(t *testing.T) {
	t.Parallel()
	s := newStage(0)
	s.mux.HandleFunc("/", http.NotFound)
	slow, err := s.Follow(journal.Matcher{})
	require.NoError(t, err)
	defer slow.Stop()
	picky, err := s.Follow(journal.Matcher{Path: "/7"})
	require.NoError(t, err)
	for n := range 400 {
		s.ask("GET", fmt.Sprintf("/%d", n))
	}
	got := 0
	for range slow.C {
		got++
	}
	require.Equal(t, 256, got)
	picky.Stop()
	picky.Stop()
	require.Equal(t, "/7", (<-picky.C).Path)
	_, open := <-picky.C
	require.False(t, open)
	s.Close()
	late, err := s.Follow(journal.Matcher{})
	require.NoError(t, err)
	_, open = <-late.C
	require.False(t, open)
}
