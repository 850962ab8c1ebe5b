package traffic_test

import (
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/dailymock/dailymock/internal/traffic"
)

// TestMatcherAgreesWithARegularExpression compares "*" in texts with a regular expression.
func TestMatcherAgreesWithARegularExpression(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		pattern := rapid.StringMatching(`[ab*]{1,6}`).Draw(t, "pattern")
		text := rapid.StringMatching(`[ab]{0,8}`).Draw(t, "text")
		parts := strings.Split(pattern, "*")
		for i := range parts {
			parts[i] = regexp.QuoteMeta(parts[i])
		}
		want := regexp.MustCompile(`^` + strings.Join(parts, `.*`) + `$`).MatchString(text)
		m := traffic.Matcher{Path: pattern}
		if got := m.Match(&traffic.Entry{Path: text}); got != want {
			t.Fatalf("%q matches %q: %t, want %t", pattern, text, got, want)
		}
	})
}

func TestNumbersMatch(t *testing.T) {
	t.Parallel()
	for want, status := range map[string][2]int{ // one that matches, one that does not
		"404": {404, 405}, "4xx": {499, 500}, ">=400": {400, 399}, ">400": {401, 400}, "<400": {399, 400}, "<=0": {0, 1},
	} {
		m := traffic.Matcher{Status: want}
		require.True(t, m.Match(&traffic.Entry{Status: status[0]}), want)
		require.False(t, m.Match(&traffic.Entry{Status: status[1]}), want)
	}
	for _, wrong := range []string{"x", "=4", "><4", "4.5", "xxx", ">"} {
		m := traffic.Matcher{Status: wrong}
		require.Error(t, m.Check(), wrong)
	}
}

func TestEachMemberOfAMatcherIsChecked(t *testing.T) {
	t.Parallel()
	for _, name := range traffic.MatcherNames() {
		value := "nothing-is-like-this"
		switch name {
		case "status", "bytes", "request_bytes":
			value = "77777"
		case "since":
			value = "2099-01-01T00:00:00Z"
		case "until":
			value = "0001-01-01T00:00:00Z"
		}
		m, err := traffic.ParseMatcher(map[string]string{name: value})
		require.NoError(t, err)
		require.False(t, m.Match(&traffic.Entry{Status: 200}), name)
	}
}

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
	slow, err := s.Follow(traffic.Matcher{})
	require.NoError(t, err)
	defer slow.Stop()
	picky, err := s.Follow(traffic.Matcher{Path: "/7"})
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
	late, err := s.Follow(traffic.Matcher{})
	require.NoError(t, err)
	_, open = <-late.C
	require.False(t, open)
}
