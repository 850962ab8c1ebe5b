package compat_test

import (
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// without is package mock without Reset.
const without = "package mock\n\n// New makes a mock.\nfunc New(seed int) {}\n"

// A release is a small module with everything that compat looks at.
var release = map[string]string{
	"go.mod":                       "module example.com/mock\n\ngo 1.26\n",
	"mock.go":                      without + "\n// Reset starts over.\nfunc Reset() {}\n",
	"dailymocktest/start.go":       "package dailymocktest\n\n// Start starts a mock.\nfunc Start() {}\n",
	"tools/compat/interface.txt":   "flag serve --listen 127.0.0.1:8080\nflag serve --seed 1\nroute GET /_mock/clock\n",
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
			"tools/compat/interface.txt": release["tools/compat/interface.txt"] + "route PUT /_mock/clock\n",
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
				"tools/compat/interface.txt": "flag serve --listen 127.0.0.1:8080\nroute GET /_mock/clock\n"},
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
			want: []string{"route GET /_mock/clock"},
		},
		"a flag goes, and that is meant": {change: map[string]string{
			"tools/compat/interface.txt": "flag serve --listen 127.0.0.1:8080\nroute GET /_mock/clock\n",
			"tools/compat/accepted.txt":  "flag serve --seed 1  # nobody used it\n",
		}},
		"a flag that is accepted to go stays": {
			change: map[string]string{"tools/compat/accepted.txt": "flag serve --seed 1  # nobody used it\n"},
			want:   []string{"flag serve --seed 1"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			folder := repository(t)
			git(t, folder, "tag", "v1.0.0")
			write(t, folder, c.change)
			out, status := compat(t, folder)
			lines := strings.Split(strings.TrimSpace(out), "\n")
			if got := lines[1:]; !slices.Equal(got, c.want) && len(got)+len(c.want) > 0 {
				t.Errorf("compat prints %q, want %q", got, c.want)
			}
			if want := min(len(c.want), 1); status != want {
				t.Errorf("compat exits with %d, want %d:\n%s", status, want, out)
			}
		})
	}
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

// compat runs the script and returns what it prints, and its exit status.
func compat(t *testing.T, folder string) (string, int) {
	cmd := exec.CommandContext(t.Context(), "./compat", folder)
	cmd.Env = append(os.Environ(), "SINCE=", "GOFLAGS=-mod=mod")
	out, err := cmd.CombinedOutput()
	if err != nil && cmd.ProcessState == nil {
		t.Fatal(err)
	}
	return string(out), cmd.ProcessState.ExitCode()
}
