package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"
)

// TestFirstReport pastes what the start says into a shell.
func TestFirstReport(t *testing.T) {
	t.Parallel()
	bash := tools(t, "bash", "curl", "sed")
	for _, tt := range []struct {
		name  string
		flags []string
	}{
		{"when the clock runs", []string{"--report-takes", "0"}},
		{"when the clock stands still", []string{"--report-takes", "2h", "--time", "2026-07-01T12:00:00Z"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			s := serveInProcess(t, append(tt.flags, "--log-format", "text")...)
			var script []string
			for line := range s.log {
				if strings.HasPrefix(line, "LINK=") { // the last
					script = append(script, strings.ReplaceAll(line, "sleep 1; ", ""))
					break
				}
				script = append(script, line)
			}
			ctx, cancel := context.WithTimeout(t.Context(), patience)
			defer cancel()
			out, err := exec.CommandContext(ctx, bash, "-c", strings.Join(script, "\n")).CombinedOutput()
			if err != nil {
				t.Fatalf("%v\n%s", err, out)
			}
			want := regexp.MustCompile(`(?m)^http://\S+/dailymotion-stats-report/\S+\nday,views\n(\d{4}-\d\d-\d\d,\d+\n){7}`)
			if !want.Match(out) {
				t.Errorf("the shell shows %q, want a link, a header and seven days", out)
			}
			s.stop()
			if got := <-s.status; got != 0 {
				t.Errorf("exit status %d, want 0", got)
			}
		})
	}
}

// tools skips the test where a program is missing, and returns the first's path.
// In CI a missing one is a failure.
func tools(t *testing.T, names ...string) string {
	t.Helper()
	for _, name := range names {
		if _, err := exec.LookPath(name); err != nil {
			missing(t, name, err)
		}
	}
	return names[0]
}

// works is tools for what a program needs beside itself: a command, if any, that
// fails without it.
func works(t *testing.T, command ...string) {
	t.Helper()
	if len(command) == 0 {
		return
	}
	if out, err := exec.Command(command[0], command[1:]...).CombinedOutput(); err != nil {
		missing(t, strings.Join(command, " "), fmt.Errorf("%w, %s", err, out))
	}
}

func missing(t *testing.T, what string, err error) {
	t.Helper()
	if os.Getenv("CI") != "" {
		t.Fatalf("%s is missing: %v", what, err)
	}
	t.Skipf("%s is missing: %v", what, err)
}
