package main

import (
	"io"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/dailymock/dailymock"
)

// otherCommands are the commands for a running mock that are no operation of the control API, each with the reason.
var otherCommands = map[string]string{
	"clock freeze": "is setClock with frozen", "clock unfreeze": "is setClock with frozen",
	"clock speed": "is setClock with speed", "state": "has commands only", "faults known": "needs no mock",
	"state show": "sums up state export",
}

// TestCommandsHaveTheNamesOfOperations: each operation of the control API names its command, which is there, or why
// there is none; and each command for a running mock is that of an operation.
func TestCommandsHaveTheNamesOfOperations(t *testing.T) {
	t.Parallel()
	var doc struct {
		Paths map[string]map[string]struct {
			Command   string `yaml:"x-command"`
			NoCommand string `yaml:"x-no-command"`
		}
	}
	require.NoError(t, yaml.Unmarshal(dailymock.ControlDocument(), &doc))
	root, named := rootCommand(io.Discard), map[string]bool{}
	for path, operations := range doc.Paths {
		for method, o := range operations {
			assert.NotEqual(t, o.Command == "", o.NoCommand == "", "%s %s: a command, or a reason", method, path)
			words, flags, _ := strings.Cut(o.Command, " --")
			cmd, rest, err := root.Find(strings.Fields(words))
			require.NoError(t, err, o.Command)
			assert.Empty(t, rest, o.Command)
			assert.True(t, flags == "" || cmd.Flags().Lookup(flags) != nil, o.Command)
			named[words] = true
		}
	}
	var check func(cmd *cobra.Command)
	check = func(cmd *cobra.Command) {
		name := strings.TrimPrefix(cmd.CommandPath(), "mockserver ")
		assert.NotEqual(t, named[name], otherCommands[name] != "", "%s: an operation, or a reason", name)
		for _, below := range cmd.Commands() {
			check(below)
		}
	}
	for _, cmd := range root.Commands() {
		if cmd.GroupID == "control" {
			check(cmd)
		}
	}
}
