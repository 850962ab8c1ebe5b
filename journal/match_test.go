package journal_test

import (
	"regexp"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/dailymock/dailymock/journal"
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
		m := journal.Matcher{Path: pattern}
		if got := m.Match(&journal.Entry{Path: text}); got != want {
			t.Fatalf("%q matches %q: %t, want %t", pattern, text, got, want)
		}
	})
}

func TestNumbersMatch(t *testing.T) {
	t.Parallel()
	for want, status := range map[string][2]int{ // one that matches, one that does not
		"404": {404, 405}, "4xx": {499, 500}, ">=400": {400, 399}, ">400": {401, 400}, "<400": {399, 400}, "<=0": {0, 1},
	} {
		m := journal.Matcher{Status: want}
		require.True(t, m.Match(&journal.Entry{Status: status[0]}), want)
		require.False(t, m.Match(&journal.Entry{Status: status[1]}), want)
	}
	for _, wrong := range []string{"x", "=4", "><4", "4.5", "xxx", ">"} {
		m := journal.Matcher{Status: wrong}
		require.Error(t, m.Check(), wrong)
	}
}

func TestEachMemberOfAMatcherIsChecked(t *testing.T) {
	t.Parallel()
	for _, name := range journal.MatcherNames() {
		value := "nothing-is-like-this"
		switch name {
		case "status", "bytes", "request_bytes":
			value = "77777"
		case "since":
			value = "2099-01-01T00:00:00Z"
		case "until":
			value = "0001-01-01T00:00:00Z"
		}
		m, err := journal.ParseMatcher(map[string]string{name: value})
		require.NoError(t, err)
		require.False(t, m.Match(&journal.Entry{Status: 200}), name)
	}
}

// TestLongPatternsCostLittle: the work for an entry depends on the entry, not on the length of the pattern.
func TestLongPatternsCostLittle(t *testing.T) {
	entries := make([]journal.Entry, 100)
	for i := range entries {
		entries[i] = journal.Entry{Method: "GET", Path: "/user/x1"}
	}
	m := journal.Matcher{Path: strings.Repeat("*a", 25_000)}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	v, err := journal.Verify(entries, 0, m, journal.Count{})
	runtime.ReadMemStats(&after)
	if err != nil || v.Count != 0 {
		t.Errorf("got %d entries, %v; want none", v.Count, err)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 8<<20 {
		t.Errorf("used %d KB for 100 entries", used>>10)
	}
}
