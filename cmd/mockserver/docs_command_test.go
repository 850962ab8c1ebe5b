package main

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// A docCommand is a command that a page shows, with what the page says that it prints.
type docCommand struct{ page, text, prints string }

// docCommands returns the commands of all pages that begin with a name: in lines of their own, after a prompt or not,
// and, of mockserver, between backquotes.
func docCommands(t *testing.T, name string) []docCommand {
	t.Helper()
	pages, err := filepath.Glob("../../docs/*.md")
	require.NoError(t, err)
	own := regexp.MustCompile(`^(?:    )?(\$ )?((?:[A-Z_]+=\S+ )*` + name + `( .*)?)$`)
	inline := regexp.MustCompile("`(" + name + " [^`]*)`")
	var found []docCommand
	for _, page := range append(pages, "../../README.md", "../../examples/README.md") {
		text, err := os.ReadFile(page)
		require.NoError(t, err)
		lines := strings.Split(string(text), "\n")
		for i := 0; i < len(lines); i++ {
			if m := own.FindStringSubmatch(lines[i]); m != nil {
				c := docCommand{page: page, text: m[2]}
				for ; strings.Count(c.text, "'")%2 == 1; i++ {
					c.text += "\n" + lines[i+1]
				}
				for i++; m[1] != "" && i < len(lines) && strings.HasPrefix(lines[i], "    ") &&
					!strings.HasPrefix(lines[i], "    $ "); i++ {
					c.prints += strings.TrimPrefix(lines[i], "    ") + "\n"
				}
				i--
				found = append(found, c)
			}
			for _, m := range inline.FindAllStringSubmatch(lines[i], -1) {
				found = append(found, docCommand{page: page, text: m[1]})
			}
		}
	}
	return found
}

// Where a command ends and its explanation, or another program, begins.
var (
	explained   = regexp.MustCompile(` {2,}| +# | \| | >+|\n`)
	placeholder = regexp.MustCompile(`\[|…|\b(FROM|TO|DIR|FILE|PAGE\.\.\.|SHELL|COMMAND|NAME)\b`)
)

// args returns the arguments as bash sees them; none if the command has placeholders.
func (c docCommand) args(t *testing.T) []string {
	t.Helper()
	text := explained.Split(strings.TrimSuffix(c.text, " &"), 2)[0]
	if placeholder.MatchString(text) {
		return nil
	}
	out, err := exec.CommandContext(t.Context(), "bash", "-c", `mockserver() { printf '%s\0' "$@"; }; `+text).Output()
	require.NoError(t, err, c.text)
	if len(out) == 0 {
		return []string{}
	}
	return strings.Split(strings.TrimSuffix(string(out), "\x00"), "\x00")
}

// TestDocsCommands runs each mockserver command that the documents show: against a mock where it needs one, and with
// another client in the place of that of run. What the tests of other pages run in more detail, or what needs the real
// API, is only parsed.
func TestDocsCommands(t *testing.T) {
	t.Parallel()
	tools(t, "bash")
	ready := stays(t, []string{"--time", "2026-07-01T12:00:00Z"})
	for _, c := range docCommands(t, "mockserver") {
		args := c.args(t)
		if args == nil {
			continue
		}
		t.Run(filepath.Base(c.page)+" "+strings.Join(args, " "), func(t *testing.T) {
			t.Parallel()
			root := rootCommand(io.Discard)
			cmd, rest, err := root.Find(args)
			require.NoError(t, err)
			require.NoError(t, cmd.ParseFlags(rest))
			require.NoError(t, cmd.ValidateArgs(cmd.Flags().Args()))
			args, status := runnable(cmd.Name(), args, cmd.Flags().Args())
			if args == nil {
				return
			}
			ctx, cancel := context.WithTimeout(t.Context(), 3*patience)
			defer cancel()
			run := exec.CommandContext(ctx, "mockserver", args...)
			run.Dir = docsFolder(t)
			if slices.Contains(args, "state.json") {
				stateFile(t, run.Dir, ready)
			}
			run.Env = append(plainEnviron(), "DAILYMOCK_READY_FILE="+ready)
			out, _ := run.CombinedOutput()
			assert.Equal(t, status, run.ProcessState.ExitCode(), string(out))
		})
	}
}

// runnable returns the arguments with which a command ends by itself, and its exit status.
func runnable(command string, args, operands []string) ([]string, int) {
	switch {
	case slices.Contains(args, "live") || slices.Contains(
		[]string{"contract", "status", "drift", "schema", "behaviour", "docs"}, command) && args[0] != "world":
		return nil, 0 // contract.txtar and drift_*.txtar run these
	case command == "ingest":
		return nil, 0 // TestIngestReportsEachRule runs it
	case slices.Contains(args, "--follow"):
		return nil, 0 // TestJournalIsFollowedUntilTheMockOrTheUserEnds runs it
	case command == "mockserver" || command == "serve":
		return append(args, "--listen", "127.0.0.1:-1"), 2 // the settings are right, the address is not
	case command == "run" && len(operands) == 0:
		return append(args, "--listen", "127.0.0.1:-1", "--ready-file", ""), 2
	case command == "run":
		flags := args[:len(args)-len(operands)]
		flags = slices.DeleteFunc(slices.Clone(flags), func(a string) bool { return a == "--" || a == "--isolate" })
		return append(flags, "--fail-on", "none", "--ready-file", "", "--", "true"), 0
	}
	return args, 0
}

// docsFolder returns a folder with the files that the documents name.
func docsFolder(t *testing.T) string {
	folder := t.TempDir()
	world, err := os.ReadFile("../../fixtures/world.yaml")
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "my-world.yaml"), world, 0o600))
	return folder
}

// stateFile writes state.json as the mock of a ready file exports it.
func stateFile(t *testing.T, folder, ready string) {
	base, err := os.ReadFile(ready)
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), "mockserver", "state", "export", strings.TrimSpace(string(base)))
	cmd.Env = plainEnviron()
	state, err := cmd.Output()
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(folder, "state.json"), state, 0o600))
}

// TestDocsRequests sends each request that the documents show with curl to a mock, and compares what it prints.
func TestDocsRequests(t *testing.T) {
	t.Parallel()
	tools(t, "bash", "curl", "jq")
	hook := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	t.Cleanup(hook.Close)
	for _, c := range docCommands(t, "curl") {
		if !strings.Contains(c.text, "http://127.0.0.1:8080") || strings.Contains(c.text, "CHILD") ||
			strings.Contains(c.text, "$PARENT") { // testdata/differences/12_* have these
			continue
		}
		t.Run(filepath.Base(c.page)+" "+c.text, func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(stays(t, []string{"--time", "2026-07-01T12:00:00Z"}))
			require.NoError(t, err)
			base := strings.TrimSpace(string(text))
			command := strings.NewReplacer("http://127.0.0.1:8080", base, "http://127.0.0.1:9000", hook.URL,
				"curl ", "curl --fail-with-body ").Replace(c.text)
			got := runBash(t, "bash", "set -o pipefail; "+command)
			if c.prints != "" {
				assert.Equal(t, c.prints, strings.TrimSuffix(got, "\n")+"\n")
			}
		})
	}
}
