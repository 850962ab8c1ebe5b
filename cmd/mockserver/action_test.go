package main

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// An action is an action.yml.
type action struct {
	Inputs  map[string]struct{ Default string }
	Outputs map[string]struct{ Value string }
	Runs    struct {
		Steps []struct {
			ID, If, Run string
			Env         map[string]string
		}
	}
}

// A job runs steps as GitHub does: through files, they set variables, outputs and the path of the next ones.
type job struct {
	folder string   // has the files
	env    []string // of each step
	failed bool
}

func newJob(t *testing.T, releases string) *job {
	tools(t, "bash", "curl", "tar")
	j := &job{folder: t.TempDir()}
	j.env = append(plainEnviron(), "RELEASES="+releases, "RUNNER_TEMP="+j.folder,
		"GITHUB_ENV="+j.folder+"/env", "GITHUB_OUTPUT="+j.folder+"/output", "GITHUB_PATH="+j.folder+"/path")
	t.Cleanup(func() {
		if pid, err := strconv.Atoi(strings.TrimSpace(j.file("dailymock/pid"))); err == nil {
			if p, err := os.FindProcess(pid); err == nil {
				_ = p.Signal(syscall.SIGTERM)
			}
		}
	})
	return j
}

// file returns the content of a file of the job, or nothing.
func (j *job) file(name string) string {
	text, _ := os.ReadFile(filepath.Join(j.folder, name))
	return string(text)
}

// step runs a script with what earlier steps have set, and returns what it prints.
func (j *job) step(t *testing.T, script string, env ...string) string {
	cmd := exec.CommandContext(t.Context(), "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
	cmd.Env = append(j.env, strings.Fields(j.file("env"))...)
	for folder := range strings.Lines(j.file("path")) {
		cmd.Env = append(cmd.Env, "PATH="+strings.TrimSpace(folder)+":"+os.Getenv("PATH"))
	}
	cmd.Env = append(cmd.Env, env...)
	cmd.WaitDelay = patience // the mock goes on, and has its output elsewhere
	out, err := cmd.CombinedOutput()
	j.failed = j.failed || err != nil
	return string(out)
}

// uses runs the steps of an action, and returns what they print, and its outputs.
func (j *job) uses(t *testing.T, folder string, with map[string]string) (string, map[string]string) {
	folder, err := filepath.Abs(folder)
	require.NoError(t, err)
	text, err := os.ReadFile(filepath.Join(folder, "action.yml"))
	require.NoError(t, err)
	var a action
	require.NoError(t, yaml.Unmarshal(text, &a))
	values := map[string]string{}
	for name, input := range a.Inputs {
		values["inputs."+name] = input.Default
	}
	for name, value := range with {
		require.Contains(t, values, "inputs."+name)
		values["inputs."+name] = value
	}
	value := func(e string) string { return values[expression.FindStringSubmatch(e)[1]] }
	fill := func(text string) string { return expression.ReplaceAllStringFunc(text, value) }
	var printed strings.Builder
	for _, s := range a.Runs.Steps {
		switch s.If {
		case "always()":
		case "":
			if j.failed {
				continue
			}
		case "failure()":
			if !j.failed {
				continue
			}
		case "inputs.run != ''":
			if j.failed || values["inputs.run"] == "" {
				continue
			}
		default:
			t.Fatalf("unknown condition %q", s.If)
		}
		env := []string{"GITHUB_ACTION_PATH=" + folder}
		for name, value := range s.Env {
			env = append(env, name+"="+fill(value))
		}
		printed.WriteString(j.step(t, fill(s.Run), env...))
		if s.ID == "" {
			continue
		}
		for line := range strings.Lines(j.file("output")) {
			name, value, _ := strings.Cut(strings.TrimSpace(line), "=")
			values["steps."+s.ID+".outputs."+name] = value
		}
	}
	outputs := map[string]string{}
	for name, output := range a.Outputs {
		outputs[name] = fill(output.Value)
	}
	return printed.String(), outputs
}

func TestAction(t *testing.T) {
	t.Parallel()
	t.Run("a release, for later steps", func(t *testing.T) {
		t.Parallel()
		j := newJob(t, releases(t, ""))
		out, outputs := j.uses(t, "../..", map[string]string{
			"version": "v1.2.3", "args": "--public-url 'http://mock.test' --time 2026-07-01T12:00:00Z",
		})
		require.False(t, j.failed, out)
		assert.NotContains(t, out, "journal")
		assert.Contains(t, j.step(t, "mockserver version"), "mockserver ")
		assert.Contains(t, j.step(t, "curl -sf $DAILYMOCK_URL/_mock/clock"), `"2026-07-01T12:00:00Z"`)
		assert.Equal(t, "DAILYMOCK_URL="+outputs["url"], strings.TrimSpace(j.file("env")))
		require.False(t, j.failed)

		j.step(t, "curl -s $DAILYMOCK_URL/video/none && false")
		out, _ = j.uses(t, "../../action/journal", nil)
		assert.Contains(t, out, "/video/none")
		assert.Contains(t, out, "listening")
	})
	t.Run("a command that fails", func(t *testing.T) {
		t.Parallel()
		j := newJob(t, releases(t, ""))
		out, _ := j.uses(t, "../..", map[string]string{"run": "curl -sf $DAILYMOCK_URL/video/none"})
		assert.True(t, j.failed)
		assert.Contains(t, out, "::group::dailymock: journal")
		assert.Contains(t, out, "/video/none")
	})
	t.Run("programs with the vendors' hosts in them", func(t *testing.T) {
		t.Parallel()
		tools(t, "jq")
		j := newJob(t, releases(t, ""))
		out, _ := j.uses(t, "../..", map[string]string{
			"proxy": "true", "args": "--proxy-listen 127.0.0.1:0 --report-takes 0 --time " + reportNow,
		})
		require.False(t, j.failed, out)
		out = j.step(t, "METRICS=VIEWS DIMENSIONS=DAY bash ../../examples/report/report.sh 2026-06-28 2026-06-30")
		assert.Equal(t, reportCSV, out)
	})
	t.Run("an unknown flag", func(t *testing.T) {
		t.Parallel()
		j := newJob(t, releases(t, ""))
		out, _ := j.uses(t, "../..", map[string]string{"args": "--no-flag now"})
		assert.True(t, j.failed)
		assert.Contains(t, out, "unknown flag")
		assert.Contains(t, out, "::error::dailymock: the mock did not start")
	})
	t.Run("a download that was changed", func(t *testing.T) {
		t.Parallel()
		j := newJob(t, releases(t, "changed"))
		out, _ := j.uses(t, "../..", nil)
		assert.True(t, j.failed)
		assert.Contains(t, out, "has another checksum")
		assert.Empty(t, j.file("path"))
	})
	t.Run("a version that does not exist", func(t *testing.T) {
		t.Parallel()
		j := newJob(t, releases(t, ""))
		out, _ := j.uses(t, "../..", map[string]string{"version": "v9"})
		assert.True(t, j.failed)
		assert.Contains(t, out, "cannot be downloaded; is version: v9 right?")
	})
	t.Run("built with Go", func(t *testing.T) {
		t.Parallel()
		tools(t, "go")
		j := newJob(t, "")
		out, _ := j.uses(t, "../..", map[string]string{"version": "source", "run": "curl -sf $DAILYMOCK_URL/readyz"})
		assert.False(t, j.failed, out)
	})
}

// releases serves releases v1.2.3 and latest: an archive for this machine with the mock of these tests, and after it
// suffix, of which the checksum knows nothing.
func releases(t *testing.T, suffix string) string {
	mock, err := exec.LookPath("mockserver")
	require.NoError(t, err)
	script := "#!/bin/sh\nexec '" + mock + "' \"$@\"\n"
	var archive bytes.Buffer
	zip := gzip.NewWriter(&archive)
	files := tar.NewWriter(zip)
	require.NoError(t, files.WriteHeader(&tar.Header{Name: "mockserver", Mode: 0o755, Size: int64(len(script))}))
	_, err = files.Write([]byte(script))
	require.NoError(t, err)
	require.NoError(t, files.Close())
	require.NoError(t, zip.Close())
	name := fmt.Sprintf("mockserver_%s_%s.tar.gz", runtime.GOOS, runtime.GOARCH)
	sums := fmt.Sprintf("%x  %s\n%x  another.zip\n", sha256.Sum256(archive.Bytes()), name, sha256.Sum256(nil))
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch folder, file := path.Split(r.URL.Path); {
		case folder != "/download/v1.2.3/" && folder != "/latest/download/":
			http.NotFound(w, r)
		case file == name:
			_, _ = w.Write(append(archive.Bytes(), suffix...))
		case file == "checksums.txt":
			fmt.Fprint(w, sums)
		default:
			http.NotFound(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}
