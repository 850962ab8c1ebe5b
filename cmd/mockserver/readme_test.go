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
	_, rest, _ := strings.Cut(string(readme), "\n```console\n")
	transcript, _, found := strings.Cut(rest, "```\n")
	start, transcript, _ := strings.Cut(transcript, "\n")
	flags, serves := strings.CutPrefix(start, "$ go run ./cmd/mockserver ")
	if !found || !serves {
		t.Fatalf("README.md has no transcript that starts the server; its first line is %q", start)
	}
	s := serveInProcess(t, strings.Fields(strings.TrimSuffix(flags, "&"))...)

	var script, want strings.Builder
	for line := range strings.Lines(transcript) {
		if typed, ok := cutPrompt(line); ok {
			script.WriteString(typed)
		} else {
			want.WriteString(line)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	text := strings.ReplaceAll(script.String(), "127.0.0.1:8080", s.address)
	got, err := exec.CommandContext(ctx, bash, "-c", text).CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, got)
	}
	if diff := cmp.Diff(want.String(), string(got)); diff != "" {
		t.Errorf("the shell shows something else than README.md (-README +shell):\n%s", diff)
	}
}

func cutPrompt(line string) (typed string, ok bool) {
	if typed, ok = strings.CutPrefix(line, "$ "); ok {
		return typed, true
	}
	return strings.CutPrefix(line, "> ")
}
