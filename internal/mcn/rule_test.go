package mcn_test

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/dailymock/dailymock/internal/mcn"
)

// TestRulesAreDocumented compares the table in docs/mcn.md with Rules. With DAILYMOCK_WRITE_RULES=1 it writes
// the table.
func TestRulesAreDocumented(t *testing.T) {
	t.Parallel()
	var table strings.Builder
	table.WriteString("\n| rule | severity | expected | basis | fix |\n|---|---|---|---|---|\n")
	for _, r := range mcn.Rules {
		basis := r.Basis
		if mark, file, ok := strings.Cut(basis, " docs/"); ok {
			basis = fmt.Sprintf("[%s](%s)", mark, file)
		}
		escape := strings.NewReplacer("<", "&lt;", "|", `\|`, "[", `\[`).Replace
		fmt.Fprintf(&table, "| `%s` | %s | %s | %s | %s |\n", r.ID, r.Severity, escape(r.Text), basis, escape(r.Fix))
	}
	table.WriteByte('\n')
	const file, begin, end = "../../docs/mcn.md", "<!-- rules -->\n", "<!-- /rules -->"
	page, err := os.ReadFile(file)
	require.NoError(t, err)
	before, rest, _ := strings.Cut(string(page), begin)
	_, after, ok := strings.Cut(rest, end)
	require.True(t, ok, "%s has no place for the rules", file)
	want := []byte(before + begin + table.String() + end + after)
	if os.Getenv("DAILYMOCK_WRITE_RULES") != "" {
		require.NoError(t, os.WriteFile(file, want, 0o600))
		return
	}
	require.True(t, bytes.Equal(page, want), "%s does not show the rules: run this test with DAILYMOCK_WRITE_RULES=1",
		file)
}
