package cut_test

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/dailymock/dailymock/contracts/internal/cut"
)

func TestMessage(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("é", 500)
	for name, c := range map[string]struct{ text, want string }{
		"short": {"Not equal:\nexpected: 1\nactual  : 2", "Not equal:\nexpected: 1\nactual  : 2"},
		"a difference in the middle": {"expected: " + long + "one" + long + "\nactual  : " + long + "two" + long,
			"expected:…" + strings.Repeat("é", 40) + "one" + strings.Repeat("é", 40) + "…\n" +
				"actual  :…" + strings.Repeat("é", 40) + "two" + strings.Repeat("é", 40) + "…"},
		"one is longer": {"expected: " + long + "\nactual  : " + long + "more",
			"expected:…" + strings.Repeat("é", 40) + "\nactual  :…" + strings.Repeat("é", 40) + "more"},
		"another line": {long, strings.Repeat("é", 120) + "…" + strings.Repeat("é", 120)},
	} {
		if got := cut.Message(c.text); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		} else if !utf8.ValidString(got) {
			t.Errorf("%s: %q is no UTF-8", name, got)
		}
	}
	a, b := strings.Repeat("a", 9000), strings.Repeat("b", 9000)
	if got := cut.Message("expected: " + a + "\nactual  : " + b); len(got) > 1000 {
		t.Errorf("two values without anything in common have %d bytes", len(got))
	}
}
