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
