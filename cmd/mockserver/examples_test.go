package main

import (
	"bufio"
	"context"
	"errors"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dailymock/dailymock/internal/testing/slow"
)

// editors are the scripts of examples/edit-video: one program in five languages.
var editors = []struct {
	name    string
	command []string
	needs   []string // other programs
	probe   []string // fails where a library is missing
}{
	{name: "Bash", command: []string{"bash", "edit-video.sh"}, needs: []string{"curl", "jq"}},
	{name: "Python", command: []string{"python3", "edit-video.py"}},
	{name: "PHP", command: []string{"php", "edit-video.php"}, probe: phpCurl},
	{name: "Node", command: []string{"node", "edit-video.mjs"}},
	{name: "Go", command: []string{"go", "run", "edit-video.go"}},
}

// phpCurl fails where PHP lacks curl.
var phpCurl = []string{"php", "-r", "curl_version();"}

// editWorld has a channel that a private key may edit, and another's.
const editWorld = `
partners:
  - name: Studio Nord
    channels:
      - slug: studio-nord
        name: Studio Nord
        genre: music
        videos:
          - {id: x8abc12, title: The crane that stayed, created: 2026-01-31T09:30:00Z, tags: [harbour, crane]}
          - {id: x8abc13, title: "Low tide, “live” – & after", created: 2026-02-14, tags: [tide]}
  - name: Northlight Pictures
    channels:
      - slug: northlight
        videos:
          - {id: x8abc14, title: Scene 12, created: 2026-02-15}
`

// An edit is the arguments of an editor, and what it has to print.
type edit struct {
	name   string
	env    []string // on top of a key, a secret and a channel; an empty value takes away
	args   []string
	stdout string // what it prints; or
	fails  string // what it says when it fails
	seen   string // what another client then reads of x8abc12
}

var edits = []edit{
	{
		name:   "lists the channel's videos",
		stdout: "x8abc13  Low tide, “live” – & after\nx8abc12  The crane that stayed\n",
	},
	{
		name: "shows one",
		args: []string{"x8abc13"},
		stdout: "id: x8abc13\ntitle: Low tide, “live” – & after\nchannel: music\ntags: tide\n" +
			"description: Slow February, in a lo-fi hip-hop arrangement. Filmed by Studio Nord on 14 February " +
			"2026.\nis_created_for_kids: false\n",
	},
	{
		name: "edits one",
		args: []string{"x8abc12", "title=50% + 50% = 100% & “déjà vu”", "tags=crane,harbour,quay", "channel=news",
			"description=One line\n? and=another#", "is_created_for_kids=true"},
		stdout: "id: x8abc12\ntitle: 50% + 50% = 100% & “déjà vu”\nchannel: news\ntags: crane, harbour, quay\n" +
			"description: One line\n? and=another#\nis_created_for_kids: true\n",
		seen: `{"title":"50% + 50% = 100% & “déjà vu”","tags":["crane","harbour","quay"],"is_created_for_kids":true}`,
	},
	{
		name:  "there is no such video",
		args:  []string{"xnotfound", "title=A"},
		fails: "status 404, not_found: Can't find object video for `id' parameter",
	},
	{
		name:  "the video is another's",
		args:  []string{"x8abc14", "title=A"},
		fails: "status 403, access_forbidden: Insufficient rights for route POST /video/<id>",
	},
	{
		name:  "the key is refused",
		env:   []string{"DAILYMOTION_API_KEY=invalid-client"},
		args:  []string{"x8abc12", "title=A"},
		fails: "status 401, invalid_client: Invalid client credentials.",
	},
	{
		name:  "the answer is no JSON",
		env:   []string{"DAILYMOTION_API_KEY=server-error"},
		args:  []string{"x8abc12", "title=A"},
		fails: "status 500, no reason given",
	},
	{
		name:  "the key is missing",
		env:   []string{"DAILYMOTION_API_KEY="},
		args:  []string{"x8abc12", "title=A"},
		fails: "DAILYMOTION_API_KEY is not set; the mock takes any value",
	},
	{
		name:  "the secret is missing",
		env:   []string{"DAILYMOTION_API_SECRET="},
		args:  []string{"x8abc12", "title=A"},
		fails: "DAILYMOTION_API_SECRET is not set; the mock takes any value",
	},
	{
		name:  "neither video nor channel is named",
		env:   []string{"DAILYMOTION_CHANNEL="},
		fails: "no video is named, and DAILYMOTION_CHANNEL is not set; the mock has harbour-news",
	},
	{
		name:  "an argument is no pair",
		args:  []string{"x8abc12", "title=A", "tags"},
		fails: "tags is not NAME=VALUE",
	},
	{
		name:  "an argument has no name",
		args:  []string{"x8abc12", "=A"},
		fails: "=A is not NAME=VALUE",
	},
}

// TestEditVideoExamples runs each script without changes, and wants the same of all.
func TestEditVideoExamples(t *testing.T) {
	slow.Race(t)
	t.Parallel()
	world := filepath.Join(t.TempDir(), "world.yaml")
	if err := os.WriteFile(world, []byte(editWorld), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, editor := range editors {
		t.Run(editor.name, func(t *testing.T) {
			t.Parallel()
			tools(t, append(editor.needs, "sh", editor.command[0])...)
			works(t, editor.probe...)
			environ := insideRun(t, "--world", world, "--time", "2026-07-01T12:00:00Z", "--fail-on", "escape,untrusted")
			for _, e := range edits {
				t.Run(e.name, func(t *testing.T) {
					e.run(t, environ, editor.command)
				})
			}
		})
	}
}

// insideRun returns the environment that mockserver run gives to a client. When the test ends, the run has to end well.
func insideRun(t *testing.T, flags ...string) []string {
	t.Helper()
	args := slices.Concat([]string{"run"}, flags, []string{"--", "sh", "-c", `env -0; printf '\0'; cat`})
	cmd := exec.Command("mockserver", args...)
	cmd.Env = plainEnviron()
	var said strings.Builder
	cmd.Stderr = &said
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	t.Cleanup(func() {
		in.Close()
		assert.NoError(t, cmd.Wait(), said.String())
	})
	var environ []string
	for r := bufio.NewReader(out); ; {
		variable, err := r.ReadString(0)
		require.NoError(t, err)
		if variable == "\x00" {
			return environ
		}
		environ = append(environ, strings.TrimSuffix(variable, "\x00"))
	}
}

func (e edit) run(t *testing.T, environ, editor []string) {
	ctx, cancel := context.WithTimeout(t.Context(), 3*patience) // go run builds first
	defer cancel()
	command := append(slices.Clone(editor), e.args...)
	if e.seen != "" {
		command = append([]string{"sh", "-c", `"$@" && client get ` +
			`'https://api.dailymotion.com/video/x8abc12?fields=title,tags,is_created_for_kids'`, "sh"}, command...)
	}
	cmd := exec.CommandContext(ctx, command[0], command[1:]...)
	cmd.Dir = "../../examples/edit-video"
	cmd.Env = slices.Concat(environ, []string{
		"DAILYMOTION_API_KEY=any",
		"DAILYMOTION_API_SECRET=any",
		"DAILYMOTION_CHANNEL=studio-nord",
	}, e.env)
	var stdout, stderr strings.Builder
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()

	if diff := cmp.Diff(e.stdout+e.seen, stdout.String()); diff != "" {
		t.Errorf("it prints something else (-want +got):\n%s", diff)
	}
	said := strings.TrimSuffix(stderr.String(), "exit status 1\n") // of go run
	if e.fails == "" {
		if err != nil || said != "" {
			t.Errorf("it ends with %v and says %q, want success and silence", err, stderr.String())
		}
		return
	}
	if exit := new(exec.ExitError); !errors.As(err, &exit) || exit.ExitCode() != 1 {
		t.Errorf("it ends with %v, want exit status 1", err)
	}
	if want := "edit-video: " + e.fails + "\n"; said != want {
		t.Errorf("it says %q, want %q", said, want)
	}
}

// TestExamplesSession pastes the block of examples/README.md for the second shell into bash and compares what it
// prints.
func TestExamplesSession(t *testing.T) {
	t.Parallel()
	bash := tools(t, "bash", "curl", "jq", "python3", "php", "node", "go")
	works(t, phpCurl...)
	page, err := os.ReadFile("../../examples/README.md")
	if err != nil {
		t.Fatal(err)
	}
	script, want := pasted(t, "../../examples/README.md")
	_, start, _ := strings.Cut(string(page), "\n    mockserver run --serve-only ")
	flags, _, found := strings.Cut(start, "\n")
	if !found {
		t.Fatal("examples/README.md does not say how to start a mock that stays")
	}
	ctx, cancel := context.WithTimeout(t.Context(), 3*patience)
	defer cancel()
	cmd := exec.CommandContext(ctx, bash, "-ec", script)
	cmd.Dir = "../.."
	cmd.Env = append(plainEnviron(), "DAILYMOCK_READY_FILE="+stays(t, strings.Fields(flags)),
		"https_proxy=http://127.0.0.1:9") // if mockserver env says nothing, this leads nowhere
	got, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, got)
	}
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("the session prints something else than examples/README.md says (-README +bash):\n%s", diff)
	}
}

// stays runs a mock for clients in other shells until the test ends, and returns
// the file that says where.
func stays(t *testing.T, flags []string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "ready")
	cmd := exec.Command(
		"mockserver",
		append([]string{"run", "--serve-only", "--listen", "127.0.0.1:0", "--ready-file", file}, flags...)...)
	cmd.Env = plainEnviron()
	said, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		cmd.Process.Signal(os.Interrupt)
		io.Copy(io.Discard, said)
		cmd.Wait()
	})
	for lines := bufio.NewScanner(said); lines.Scan(); {
		if strings.HasPrefix(lines.Text(), "The mock listens at ") {
			return file
		}
	}
	t.Fatal("the mock does not start")
	return ""
}

// plainEnviron is the environment without the machine's own settings and keys.
func plainEnviron() []string {
	plain := slices.DeleteFunc(os.Environ(), func(v string) bool {
		return strings.HasPrefix(v, "DAILYMOCK_") || strings.HasPrefix(v, "DAILYMOTION_")
	})
	return append(plain, "GORACE=atexit_sleep_ms=0") // else each process of a race build ends a second late
}
