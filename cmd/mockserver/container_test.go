package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dailymock/dailymock"
)

type composeFile struct {
	Services map[string]struct {
		Environment map[string]any
		Command     []string
		Volumes     []string
		Networks    map[string]struct{ Aliases []string }
	}
}

// readCompose returns container/compose.yaml.
func readCompose(t *testing.T) (compose composeFile) {
	text, err := os.ReadFile("../../container/compose.yaml")
	require.NoError(t, err)
	require.NoError(t, yaml.Unmarshal(text, &compose))
	return compose
}

// TestComposeFile: its aliases are the hosts that the mock serves, and its settings are the mock's.
func TestComposeFile(t *testing.T) {
	t.Parallel()
	compose := readCompose(t)
	mock, err := dailymock.New(dailymock.Options{})
	require.NoError(t, err)
	defer mock.Close()
	assert.ElementsMatch(t, mock.Hosts(), compose.Services["mock"].Networks["default"].Aliases)

	settings := plainEnviron()
	for name, value := range compose.Services["mock"].Environment {
		settings = append(settings, name+"="+value.(string))
	}
	containerfile, err := os.ReadFile("../../container/Containerfile")
	require.NoError(t, err)
	for line := range strings.Lines(string(containerfile)) {
		if variables, ok := strings.CutPrefix(line, "ENV "); ok {
			settings = append(settings, strings.Fields(variables)...)
		}
	}
	cmd := exec.Command("mockserver", "config") // refuses unknown variables
	cmd.Env = settings
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	assert.Regexp(t, `(?m)^tls: auto `, string(out))
	assert.Regexp(t, `(?m)^tls-folder: /tls `, string(out))

	client := compose.Services["client"]
	file := strings.TrimPrefix(client.Command[1], "/report")
	assert.FileExists(t, filepath.Join("../../examples/report", file))
	assert.Contains(t, client.Volumes, "../examples/report:/report:ro")
}

// TestComposeServices runs both services of the compose file with their settings, in a network of their own in which
// the vendors' names lead to the mock.
func TestComposeServices(t *testing.T) {
	t.Parallel()
	tools(t, "bash", "unshare", "ip", "python3")
	works(t, "unshare", "-rmn", "mount", "--bind", "/etc/hostname", "/etc/hosts")
	compose, folder := readCompose(t), t.TempDir()
	settings := func(service string) (variables []string) {
		for name, value := range compose.Services[service].Environment {
			text := strings.Replace(fmt.Sprint(value), "/tls", folder, 1)
			variables = append(variables, "'"+name+"="+text+"'")
		}
		return variables
	}
	client := compose.Services["client"].Command
	script := `ip link set lo up
echo 127.0.0.1 ` + strings.Join(compose.Services["mock"].Networks["default"].Aliases, " ") + ` >hosts
mount --bind hosts /etc/hosts
env ` + strings.Join(settings("mock"), " ") + ` mockserver --tls-folder $PWD --time ` + reportNow + ` --speed 1 2>log &
trap 'kill $!; wait' EXIT
until mockserver healthcheck 2>/dev/null; do kill -0 $! || exit; sleep 0.1; done
env ` + strings.Join(settings("client"), " ") + ` METRICS=VIEWS DIMENSIONS=DAY ` +
		strings.Join(client, " ") + ` 2026-06-28 2026-06-30`
	examples, err := filepath.Abs("../../examples/report")
	require.NoError(t, err)
	cmd := exec.CommandContext(t.Context(), "unshare", "-rmn", "bash", "-ec",
		strings.Replace(script, "/report/", examples+"/", 1))
	cmd.Dir, cmd.Env = folder, plainEnviron()
	var errs strings.Builder
	cmd.Stderr = &errs
	out, err := cmd.Output()
	require.NoError(t, err, errs.String())
	assert.Equal(t, reportCSV, string(out))
}

// TestClientByNameAndAuthority runs a client with the real hosts in it as a container does: their names lead to the
// mock, and the client trusts its authority.
func TestClientByNameAndAuthority(t *testing.T) {
	t.Parallel()
	tools(t, "bash", "curl", "jq")
	folder := t.TempDir()
	address := listensWithTLS(t, "--listen", "127.0.0.1:0", "--tls", "auto", "--tls-folder", folder,
		"--time", reportNow, "--report-takes", "0")
	settings := "connect-to = \"::" + address + "\"\ncacert = " + filepath.Join(folder, "ca.pem") + "\nnoproxy = *\n"
	require.NoError(t, os.WriteFile(filepath.Join(folder, ".curlrc"), []byte(settings), 0o600))
	stdout, stderr, err := runReporter(t, []string{"CURL_HOME=" + folder}, "bash", "report.sh")
	require.NoError(t, err, stderr)
	assert.Equal(t, reportCSV, stdout)
}
