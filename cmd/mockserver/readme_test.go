package main

import (
	"context"
	"net"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReadmeSession pastes the first session of README.md into bash and compares what it prints with the comments.
func TestReadmeSession(t *testing.T) {
	t.Parallel()
	bash := tools(t, "bash", "curl", "jq")
	script, want := pasted(t, "../../README.md")
	port := freeAddress(t)
	if !strings.HasPrefix(script, "mockserver ") || !strings.Contains(script, "\nkill $!\n") {
		t.Fatalf("the session does not start and stop a server:\n%s", script)
	}
	script = strings.ReplaceAll(
		strings.Replace(script, "mockserver ", "mockserver --listen "+port+" ", 1),
		"127.0.0.1:8080",
		port,
	)
	if got := runBash(t, bash, script); got != want {
		t.Errorf("the session prints something else than README.md says (-README +bash):\n%s", cmp.Diff(want, got))
	}
}

// TestReportExample runs examples/report.sh as README.md shows it.
func TestReportExample(t *testing.T) {
	t.Parallel()
	bash := tools(t, "bash", "curl", "jq")
	run := "POLL_SECONDS=0 METRICS=VIEWS DIMENSIONS=DAY mockserver run --time 2026-07-01T12:00:00Z " +
		"--report-progress polls --rows-per-file 2 "
	got := runBash(t, bash, run+"-- ../../examples/report.sh 2026-06-28 2026-06-30 2>/dev/null")
	if want := "day,views\n2026-06-28,8090\n2026-06-29,5274\n2026-06-30,4569\n"; got != want {
		t.Errorf("report.sh prints\n%s, want\n%s", got, want)
	}
	got = runBash(t, bash, run+"--report-outcome FAILED -- ../../examples/report.sh 2>&1 >/dev/null || echo status $?")
	if !strings.HasPrefix(got, "report: the report ended with status FAILED\n") || !strings.HasSuffix(got, "status 1\n") {
		t.Errorf("report.sh says of a failed report:\n%s", got)
	}
}

// pasted returns the first sh block of a page, and what its comments say that it prints.
func pasted(t *testing.T, page string) (script, want string) {
	t.Helper()
	text, err := os.ReadFile(page)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, _ := strings.Cut(string(text), "\n```sh\n")
	script, _, found := strings.Cut(rest, "```\n")
	if !found {
		t.Fatalf("%s has no sh block", page)
	}
	var printed strings.Builder
	for line := range strings.Lines(script) {
		if text, ok := strings.CutPrefix(line, "# "); ok {
			printed.WriteString(text)
		}
	}
	return script, printed.String()
}

// runBash returns what a script prints to standard output.
func runBash(t *testing.T, bash, script string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, bash, "-c", script)
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%v\n%s\n%s", err, out, errs.String())
	}
	return string(out)
}

// freeAddress returns an address of loopback at which nothing listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}
