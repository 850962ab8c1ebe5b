package compat_test

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
)

// without is package mock without Reset.
const without = "package mock\n\n// New makes a mock.\nfunc New(seed int) {}\n"

// control is a small control API.
const control = `openapi: 3.1.0
info: {title: control, version: "1"}
paths:
  /_mock/clock:
    get:
      operationId: clock
      parameters:
      - {name: type, in: query, schema: {type: string, enum: [report, webhook]}}
      - {name: key, in: query, schema: {type: string}}
      - {name: old, in: query, schema: {type: string}}
      responses:
        "200":
          description: What the clock shows.
          content:
            application/json:
              schema:
                type: object
                required: [now, state]
                properties:
                  now: {type: string}
                  old: {type: string}
                  speed: {type: number}
                  state: {type: string, enum: [frozen, running]}
    head: {responses: {}}
    put:
      operationId: setClock
      requestBody:
        content:
          application/json:
            schema:
              type: object
              required: []
              properties:
                now: {type: string}
                old: {}
                mode: {type: string, enum: [freeze, run]}
      responses: {"204": {description: It is set.}}
  /_mock/reset:
    post:
      operationId: reset
      responses: {"204": {description: Everything starts over.}}
`

// A release is a small module with everything that compat looks at.
var release = map[string]string{
	"go.mod":                       "module example.com/mock\n\ngo 1.26\n",
	"mock.go":                      without + "\n// Reset starts over.\nfunc Reset() {}\n",
	"dailymocktest/start.go":       "package dailymocktest\n\n// Start starts a mock.\nfunc Start() {}\n",
	"tools/compat/interface.txt":   "flag serve --listen 127.0.0.1:8080\nflag serve --seed 1\nroute GET /healthz\n",
	"docs/openapi/control.yaml":    control,
	"tools/compat/accepted.txt":    "# comment\n",
	"internal/clock/clock.go":      "package clock\n\n// Now is not promised.\nfunc Now() {}\n",
	"cmd/mockserver/main.go":       "package main\n\nfunc main() {}\n",
	"cmd/mockserver/exported.go":   "package main\n\n// Exported is nobody's.\nfunc Exported() {}\n",
	"dailymocktest/helper/made.go": "package helper\n",
}

// TestRemovals: what users rely on, and what they do not, is removed after a release.
func TestRemovals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change map[string]string // "" deletes a file
		want   []string          // the lines that are printed, without the first
	}{
		"nothing changes": {},
		"things are added": {change: map[string]string{
			"mock.go":                    release["mock.go"] + "\n// Pause is new.\nfunc Pause() {}\n",
			"tools/compat/interface.txt": release["tools/compat/interface.txt"] + "route GET /readyz\n",
			"contracts/contracts.go":     "package contracts\n",
		}},
		"what is internal goes": {change: map[string]string{
			"internal/clock/clock.go": "package clock\n", "cmd/mockserver/exported.go": "",
		}},
		"a function goes": {
			change: map[string]string{"mock.go": without},
			want:   []string{"api example.com/mock: Reset: removed"},
		},
		"a parameter changes": {
			change: map[string]string{"mock.go": strings.ReplaceAll(release["mock.go"], "seed int", "seed uint64")},
			want:   []string{"api example.com/mock: New: changed from func(int) to func(uint64)"},
		},
		"a package goes": {
			change: map[string]string{"dailymocktest/start.go": ""},
			want:   []string{"api example.com/mock/dailymocktest: removed"},
		},
		"a flag goes": {
			change: map[string]string{
				"tools/compat/interface.txt": "flag serve --listen 127.0.0.1:8080\nroute GET /healthz\n"},
			want: []string{"flag serve --seed 1"},
		},
		"a default changes": {
			change: map[string]string{
				"tools/compat/interface.txt": strings.Replace(release["tools/compat/interface.txt"], "8080", "80", 1)},
			want: []string{"flag serve --listen 127.0.0.1:8080"},
		},
		"a route goes": {
			change: map[string]string{
				"tools/compat/interface.txt": "flag serve --listen 127.0.0.1:8080\nflag serve --seed 1\n"},
			want: []string{"route GET /healthz"},
		},
		"a flag goes, and that is meant": {change: map[string]string{
			"tools/compat/interface.txt": "flag serve --listen 127.0.0.1:8080\nroute GET /healthz\n",
			"tools/compat/accepted.txt":  "flag serve --seed 1  # nobody used it\n",
		}},
		"a flag that is accepted to go stays": {
			change: map[string]string{"tools/compat/accepted.txt": "flag serve --seed 1  # nobody used it\n"},
			want:   []string{"flag serve --seed 1"},
		},
	} {
		compare(t, name, c.change, c.want)
	}
}

// A controlChange is a replacement in the document of the control API, and what compat prints for it.
type controlChange struct{ what, old, new, want string }

// TestControlAPI makes all changes that are allowed after a release at once, and all that are not.
func TestControlAPI(t *testing.T) {
	t.Parallel()
	for name, changes := range map[string][]controlChange{
		"allowed": {
			{what: "words change", old: "What the clock shows", new: "The clock"},
			{what: "a path is added", old: "  /_mock/reset:", new: "  /_mock/new: {post: {responses: {}}}\n  /_mock/reset:"},
			{what: "a parameter is added", old: "      - {name: key", new: "      - {name: new, in: query}\n      - {name: key"},
			{what: "a request gets a member", old: "  mode: {", new: "  new: {}\n                mode: {"},
			{what: "a response gets a member", old: "  speed: {", new: "  new: {}\n                  speed: {"},
			{what: "a value is added to a request", old: "[freeze, run]", new: "[freeze, run, new]"},
			{what: "a value is added to a response", old: "[frozen, running]", new: "[frozen, running, new]"},
			{what: "a value is added to a parameter", old: "[report, webhook]", new: "[report, webhook, new]"},
			{what: "a member of a response is always there now", old: "[now, state]", new: "[now, speed, state]"},
		},
		"not allowed": {
			{
				what: "a path goes", old: control[strings.Index(control, "  /_mock/reset:"):],
				want: "POST /_mock/reset API path removed without deprecation",
			},
			{
				what: "a method goes", old: "    head: {responses: {}}\n",
				want: "HEAD /_mock/clock API removed without deprecation",
			},
			{
				what: "a parameter goes", old: "      - {name: old, in: query, schema: {type: string}}\n",
				want: "GET /_mock/clock deleted the query request parameter old",
			},
			{
				what: "a parameter is required now", old: "name: key, in: query", new: "name: key, in: query, required: true",
				want: "GET /_mock/clock the query request parameter key became required",
			},
			{
				what: "a new parameter is required", old: "      - {name: key",
				new:  "      - {name: new, in: query, required: true}\n      - {name: key",
				want: "GET /_mock/clock added the new required query request parameter new",
			},
			{
				what: "a value of a parameter goes", old: "[report, webhook]", new: "[report]",
				want: "GET /_mock/clock removed the enum value webhook from the query request parameter type",
			},
			{
				what: "a member of a request goes", old: "                old: {}\n",
				want: "PUT /_mock/clock removed the request property old",
			},
			{
				what: "a member of a request is required now", old: "required: []", new: "required: [now]",
				want: "PUT /_mock/clock the request property now became required",
			},
			{
				what: "a value of a request goes", old: "[freeze, run]", new: "[run]",
				want: "PUT /_mock/clock removed the enum value freeze of the request property mode",
			},
			{
				what: "a member of a response goes", old: "                  old: {type: string}\n",
				want: "GET /_mock/clock removed the optional property old from the response with the 200 status",
			},
			{
				what: "a member of a response is not always there", old: "[now, state]", new: "[state]",
				want: "GET /_mock/clock the response property now became optional for the status 200",
			},
			{
				what: "a value of a response goes", old: "[frozen, running]", new: "[running]",
				want: "GET /_mock/clock removed the frozen enum value from the state response property for the response status 200",
			},
			{
				what: "the type of a member changes", old: "speed: {type: number}", new: "speed: {type: string}",
				want: "GET /_mock/clock the speed response's property type changed from number to string for status 200",
			},
		},
	} {
		document, want := control, []string(nil)
		for _, c := range changes {
			if times := strings.Count(control, c.old); times != 1 {
				t.Fatalf("%s: %q is %d times in the document", c.what, c.old, times)
			}
			document = strings.Replace(document, c.old, c.new, 1)
			if c.want != "" {
				want = append(want, "control "+c.want)
			}
		}
		compare(t, name, map[string]string{"docs/openapi/control.yaml": document}, want)
	}
}

// compare changes files after a release, and wants these lines of compat, in any order, after the first one.
func compare(t *testing.T, name string, change map[string]string, want []string) {
	t.Run(name, func(t *testing.T) {
		t.Parallel()
		folder := repository(t)
		git(t, folder, "tag", "v1.0.0")
		write(t, folder, change)
		out, status := compat(t, folder)
		got := strings.Split(strings.TrimSpace(out), "\n")[1:]
		slices.Sort(got)
		if want := slices.Sorted(slices.Values(want)); !slices.Equal(got, want) {
			t.Errorf("compat prints\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
		}
		if want := min(len(want), 1); status != want {
			t.Errorf("compat exits with %d, want %d:\n%s", status, want, out)
		}
	})
}

func TestWithoutARelease(t *testing.T) {
	t.Parallel()
	out, status := compat(t, repository(t))
	if want := "compat: there is no release to compare with\n"; out != want || status != 0 {
		t.Errorf("compat prints %q and exits with %d, want %q and 0", out, status, want)
	}
}

// repository returns a folder with the release, committed.
func repository(t *testing.T) string {
	folder := t.TempDir()
	write(t, folder, release)
	git(t, folder, "init", "--quiet")
	git(t, folder, "add", ".")
	git(t, folder, "commit", "--quiet", "--message", "Release")
	return folder
}

func write(t *testing.T, folder string, files map[string]string) {
	for _, name := range slices.Sorted(maps.Keys(files)) {
		path := filepath.Join(folder, name)
		err := os.MkdirAll(filepath.Dir(path), 0o700)
		if text := files[name]; err == nil && text == "" {
			err = os.Remove(path)
		} else if err == nil {
			err = os.WriteFile(path, []byte(text), 0o600)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

func git(t *testing.T, folder string, args ...string) {
	args = append([]string{"-c", "user.name=test", "-c", "user.email=test@example.com", "-c", "commit.gpgsign=false",
		"-c", "tag.gpgsign=false"}, args...)
	cmd := exec.CommandContext(t.Context(), "git", args...)
	cmd.Dir = folder
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %s: %v\n%s", args, err, out)
	}
}

// build compiles what compat runs, once: each of the parallel runs would do so.
var build = sync.OnceValues(func() ([]byte, error) {
	return exec.Command("sh", "-c", "go tool -n apidiff && go tool -n oasdiff").CombinedOutput()
})

// compat runs the script and returns what it prints, and its exit status.
func compat(t *testing.T, folder string) (string, int) {
	if out, err := build(); err != nil {
		t.Fatalf("go tool: %v\n%s", err, out)
	}
	cmd := exec.CommandContext(t.Context(), "./compat", folder)
	cmd.Env = append(os.Environ(), "SINCE=", "GOFLAGS=-mod=mod")
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}
