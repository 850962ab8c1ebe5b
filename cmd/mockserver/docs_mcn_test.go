package main

import (
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// explains begins the comments of the session that say what a command does. The others are what it prints.
var explains = regexp.MustCompile(`(?m)^(the child|everybody|the network) .*\n`)

// TestMCNPageSession pastes the session of docs/mcn.md into bash and compares what it prints with the comments.
func TestMCNPageSession(t *testing.T) {
	t.Parallel()
	bash := tools(t, "bash", "curl", "jq")
	script, comments := pasted(t, "../../docs/mcn.md")
	port := freeAddress(t)
	require.Contains(t, script, "\nkill $!\n")
	script = strings.Replace(script, "mockserver ", "mockserver --listen "+port+" ", 1)
	script = strings.ReplaceAll(script, "127.0.0.1:8080", port)
	script = "cd '" + t.TempDir() + "'\n" + script
	if diff := cmp.Diff(explains.ReplaceAllString(comments, ""), runBash(t, bash, script)); diff != "" {
		t.Errorf("the session prints something else than docs/mcn.md says (-docs +bash):\n%s", diff)
	}
}
