package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// expression is one of GitHub's, in a value.
var expression = regexp.MustCompile(`\$\{\{ *([^}]*?) *\}\}`)

// TestWorkflows reads each workflow, action and job of the repository and of the documents: bash accepts each script,
// and the files that they name are there.
func TestWorkflows(t *testing.T) {
	t.Parallel()
	tools(t, "bash")
	texts := map[string]string{}
	for _, pattern := range []string{
		".github/*.yml", ".github/workflows/*.yml", "action.yml", "action/*/action.yml", "examples/ci/*.yml", "docs/ci.md",
	} {
		files, err := filepath.Glob("../../" + pattern)
		require.NoError(t, err)
		require.NotEmpty(t, files, pattern)
		for _, file := range files {
			text, err := os.ReadFile(file)
			require.NoError(t, err)
			if filepath.Ext(file) == ".md" {
				for i, block := range strings.Split(string(text), "\n```yaml\n")[1:] {
					block, _, _ = strings.Cut(block, "```")
					texts[fmt.Sprint(file, " ", i)] = block
				}
				continue
			}
			texts[file] = string(text)
		}
	}
	path := regexp.MustCompile(`(?:^|\s)((?:\.ci|tools|container|examples)/[\w./-]+)`)
	for name, text := range texts {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var all any
			require.NoError(t, yaml.Unmarshal([]byte(text), &all))
			eachString(all, "", func(key, value string) {
				switch key {
				case "run", "script", "before_script", "after_script":
					cmd := exec.CommandContext(t.Context(), "bash", "-n")
					cmd.Stdin = strings.NewReader(expression.ReplaceAllString(value, "x"))
					out, err := cmd.CombinedOutput()
					assert.NoError(t, err, "%s\n%s", value, out)
					for _, m := range path.FindAllStringSubmatch(value, -1) {
						assert.FileExists(t, "../../"+m[1])
					}
				case "uses":
					if folder, own := strings.CutPrefix(value, "./"); own {
						assert.FileExists(t, "../../"+folder+"/action.yml")
					} else {
						assert.Regexp(t, `^[\w./-]+@v\d+$`, value)
					}
				}
			})
		})
	}
}

// eachString calls f with each string below a value, and the name of the nearest member that holds it.
func eachString(value any, key string, f func(key, value string)) {
	switch v := value.(type) {
	case map[string]any:
		for k, member := range v {
			eachString(member, k, f)
		}
	case []any:
		for _, item := range v {
			eachString(item, key, f)
		}
	case string:
		f(key, v)
	}
}

// TestOwnDriftWorkflow: the weekly workflow of this repository is the one that it gives to others.
func TestOwnDriftWorkflow(t *testing.T) {
	t.Parallel()
	read := func(file string) string {
		text, err := os.ReadFile("../../" + file)
		require.NoError(t, err)
		_, steps, _ := strings.Cut(string(text), "\nname: ")
		return steps
	}
	want := strings.NewReplacer(
		".github/workflows/drift.sh", "examples/ci/drift.sh",
		"go install github.com/dailymock/dailymock/cmd/mockserver@latest", "go install ./cmd/mockserver",
		"go-version: stable", "go-version-file: go.mod",
	).Replace(read("examples/ci/drift.yml"))
	assert.Equal(t, want, read(".github/workflows/drift.yml"))
}

// TestGitLabJob runs the lines of the first job, with a release on this machine.
func TestGitLabJob(t *testing.T) {
	t.Parallel()
	tools(t, "bash", "curl", "tar")
	var file struct {
		Tests struct {
			Before []string `yaml:"before_script"`
			Script []string
		}
	}
	text, err := os.ReadFile("../../examples/ci/gitlab-ci.yml")
	require.NoError(t, err)
	require.NoError(t, yaml.Unmarshal(text, &file))
	folder := t.TempDir()
	lines := strings.Join(append(file.Tests.Before, file.Tests.Script...), "\n")
	lines = strings.NewReplacer("/usr/local/bin", folder, "python -m unittest",
		"curl -s $DAILYMOCK_URL/_mock/clock && curl -s -o /dev/null $DAILYMOCK_URL/video/none && false").Replace(lines)
	cmd := exec.CommandContext(t.Context(), "bash", "-c", "trap 'kill $(jobs -p)' EXIT; PATH=$PWD:$PATH\n"+lines)
	cmd.Dir = folder
	cmd.Env = append(plainEnviron(), "MOCK_RELEASE="+releases(t, "")+"/latest/download")
	out, err := cmd.CombinedOutput()
	assert.Error(t, err)
	assert.Contains(t, string(out), `"2026-07-01T12:00:00Z"`)
	assert.Contains(t, string(out), "/video/none") // the journal is printed
}

// TestVulnerabilitiesWithoutNetwork: where there is no network, the check is skipped, but not in CI.
func TestVulnerabilitiesWithoutNetwork(t *testing.T) {
	t.Parallel()
	tools(t, "bash", "curl")
	cmd := exec.CommandContext(t.Context(), "../../.ci/vulnerabilities")
	cmd.Env = append(plainEnviron(), "GOVULNDB=http://"+freeAddress(t), "CI=")
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, string(out))
	assert.Contains(t, string(out), "vulnerabilities: skipped")
}
