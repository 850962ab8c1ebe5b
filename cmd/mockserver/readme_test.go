package main

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestReadmeTranscript types what README.md shows behind its prompts and wants
// what it shows between them.
func TestReadmeTranscript(t *testing.T) {
	t.Parallel()
	bash := tools(t, "bash", "curl", "jq")
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	script, want := transcript(t, string(readme))
	start, script, _ := strings.Cut(script, "\n")
	flags, serves := strings.CutPrefix(start, "go run ./cmd/mockserver ")
	if !serves {
		t.Fatalf("README.md has no transcript that starts the server; its first line is %q", start)
	}
	s := serveInProcess(t, strings.Fields(strings.TrimSuffix(flags, "&"))...)

	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	script = strings.ReplaceAll(script, "127.0.0.1:8080", s.address)
	got, err := exec.CommandContext(ctx, bash, "-c", script).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, got)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("the shell shows something else than README.md (-README +shell):\n%s", diff)
	}
}

// transcript returns what a page's first transcript shows typed, and the answers.
func transcript(t *testing.T, page string) (script, want string) {
	t.Helper()
	_, rest, _ := strings.Cut(page, "\n```console\n")
	text, _, found := strings.Cut(rest, "```\n")
	if !found {
		t.Fatal("there is no transcript on the page")
	}
	var typed, shown strings.Builder
	for line := range strings.Lines(text) {
		if input, ok := cutPrompt(line); ok {
			typed.WriteString(input)
		} else {
			shown.WriteString(line)
		}
	}
	return typed.String(), shown.String()
}

func cutPrompt(line string) (typed string, ok bool) {
	if typed, ok = strings.CutPrefix(line, "$ "); ok {
		return typed, true
	}
	return strings.CutPrefix(line, "> ")
}
