package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/client"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/suggest"
)

// onlyCommands makes a command that consists of others print its help, or refuse
// an unknown one.
func onlyCommands(cmd *cobra.Command) {
	cmd.Args = knownCommand
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
}

// knownCommand refuses an argument that is not a command.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var known []string
	for _, c := range cmd.Commands() {
		known = append(known, c.Name())
	}
	return fmt.Errorf("unknown command %q for %s%s", args[0], cmd.CommandPath(), suggest.Question(args[0], known, ""))
}

// arguments checks the number of arguments.
var arguments = client.Arguments

const settingsHelp = "A setting is a flag (--report-takes 1h), an environment variable\n" +
	"(DAILYMOCK_REPORT_TAKES=1h) or a key in the file of --config (report-takes: 1h).\n" +
	"A flag takes precedence over a variable, and a variable over the file."
