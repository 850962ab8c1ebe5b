package main

import (
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestInterface keeps the list of what users rely on, which tools/compat compares with that of the last release.
func TestInterface(t *testing.T) {
	t.Parallel()
	const file = "../../tools/compat/interface.txt"
	lines := append(commandLines(rootCommand(io.Discard)), probes(t)...)
	slices.Sort(lines)
	want := strings.Join(slices.Compact(lines), "\n") + "\n"
	if *update {
		require.NoError(t, os.WriteFile(file, []byte(want), 0o644))
	}
	got, err := os.ReadFile(file)
	require.NoError(t, err)
	assert.Empty(t, cmp.Diff(want, string(got)), "go generate ./cmd/mockserver writes %s", file)
}

// commandLines returns a line for a command, each of its flags with its default, and each of their values, and those of
// the commands below it.
func commandLines(cmd *cobra.Command) []string {
	path := cmd.CommandPath()
	lines := []string{"command " + path}
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Name == "help" {
			return
		}
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("flag %s --%s %s", path, f.Name, f.DefValue)))
		if complete, found := cmd.GetFlagCompletionFunc(f.Name); found {
			values, _ := complete(cmd, nil, "")
			for _, v := range values {
				lines = append(lines, fmt.Sprintf("value %s --%s %s", path, f.Name, v))
			}
		}
	})
	for _, child := range cmd.Commands() {
		lines = append(lines, commandLines(child)...)
	}
	return lines
}

// probes returns a line for each path that is the mock's own and not in the document of the control API, which
// tools/compat compares by itself.
func probes(t *testing.T) []string {
	source, err := os.ReadFile("../../routes.go")
	require.NoError(t, err)
	var lines []string
	for _, m := range regexp.MustCompile(`"(GET /(?:healthz|readyz))"`).FindAllSubmatch(source, -1) {
		lines = append(lines, "route "+string(m[1]))
	}
	require.Len(t, lines, 2)
	return lines
}
