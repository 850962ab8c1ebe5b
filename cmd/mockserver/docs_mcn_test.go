package main

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/require"
)

// explains begins the comments of the session that say what a command does. The others are what it prints.
var explains = regexp.MustCompile(`(?m)^(the child|everybody|the network|the network's) .*\n`)

// TestMCNPageSession pastes the sessions of docs/mcn.md into bash and compares what they print with the comments.
func TestMCNPageSession(t *testing.T) {
	t.Parallel()
	bash := tools(t, "bash", "curl", "jq", "python3")
	page, err := os.ReadFile("../../docs/mcn.md")
	require.NoError(t, err)
	sessions := strings.Split(string(page), "\n```sh\n")[1:]
	require.Len(t, sessions, 2)
	examples, err := filepath.Abs("../../examples")
	require.NoError(t, err)
	for _, session := range sessions {
		folder := t.TempDir()
		file := filepath.Join(folder, "session.md")
		require.NoError(t, os.WriteFile(file, []byte("\n```sh\n"+session), 0o600))
		require.NoError(t, os.Symlink(examples, filepath.Join(folder, "examples")))
		script, comments := pasted(t, file)
		require.Contains(t, script, "\nkill $!\n")
		mock := freeAddress(t)
		script = strings.Replace(script, "mockserver --time", "mockserver --listen "+mock+" --time", 1)
		script = strings.NewReplacer("127.0.0.1:8080", mock, "127.0.0.1:9000", freeAddress(t)).Replace(script)
		got := runBash(t, bash, "cd '"+folder+"'\n"+script)
		if diff := cmp.Diff(explains.ReplaceAllString(comments, ""), got); diff != "" {
			t.Errorf("the session prints something else than docs/mcn.md says (-docs +bash):\n%s", diff)
		}
	}
}
