package main

import (
	"context"
	"os/exec"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/testing/slow"
)

// TestPythonExamples runs the scripts for mechanisms that real clients use.
func TestPythonExamples(t *testing.T) {
	slow.Race(t)
	t.Parallel()
	tools(t, "python3")
	for _, c := range []struct {
		name   string
		args   []string
		stdout string
		fails  string // what it says when it fails
	}{
		{"an array in a form", []string{"tags.py", "xukeh1p", "harbour", "old town", "a&b"}, "harbour\nold town\na&b\n", ""},
		{"one item", []string{"tags.py", "xukeh1p", "harbour"}, "harbour\n", ""},
		{"an unknown video", []string{"tags.py", "xnotfound", "harbour"}, "", `tags: status 404: {"error":`},
		{"a header for the API alone", []string{"download.py"}, "day,views\n2026-06-30,", ""},
		{"a default header", []string{"download.py", "--default-header"}, "",
			"download: status 401: <?xml version='1.0' encoding='UTF-8'?><Error><Code>AuthenticationRequired</Code>"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			ctx, cancel := context.WithTimeout(t.Context(), 3*patience)
			defer cancel()
			cmd := exec.CommandContext(ctx, "mockserver", append([]string{"run", "--time", "2026-07-01T12:00:00Z",
				"--report-takes", "0", "--fail-on", "escape,untrusted", "--", "python3"}, c.args...)...)
			cmd.Dir = "../../examples"
			cmd.Env = append(plainEnviron(), "DAY=2026-06-30")
			var stdout, stderr strings.Builder
			cmd.Stdout, cmd.Stderr = &stdout, &stderr
			err := cmd.Run()
			if (err == nil) != (c.fails == "") || !strings.HasPrefix(stdout.String(), c.stdout) ||
				!strings.Contains(stderr.String(), c.fails) {
				t.Errorf("it ends with %v, prints %q and says %q; want %q and %q", err, stdout.String(), stderr.String(), c.stdout,
					c.fails)
			}
		})
	}
}
