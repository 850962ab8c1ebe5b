package suggest_test

import (
	"testing"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/suggest"
)

func TestQuestion(t *testing.T) {
	t.Parallel()
	known := []string{"report-takes", "report-polls", "seed", "speed", "time"}
	for _, tt := range []struct{ word, want string }{
		{"sede", "; did you mean seed?"},
		{"report_take", "; did you mean report-takes?"},
		{"reports", ""},
		{"REPORT", "; did you mean report-takes or report-polls?"},
		{"xyzzy", ""},
		{"", ""},
	} {
		if got := suggest.Question(tt.word, known, ""); got != tt.want {
			t.Errorf("Question(%q) = %q, want %q", tt.word, got, tt.want)
		}
	}
}
