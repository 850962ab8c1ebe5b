package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/controlcmd"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/driftcmd"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/faultscmd"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/ingest"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/journalcmd"
)

// run executes a command line until ctx ends, and returns the exit status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	out := &checkedWriter{Writer: stdout}
	root := rootCommand(out)
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetErr(stderr)
	cmd, err := root.ExecuteContextC(ctx)
	if err = out.result(err); err == nil {
		return 0
	}
	printError(stderr, cmd, err)
	return exit.Status(err)
}

// printError prints an error in the format of the log.
func printError(stderr io.Writer, cmd *cobra.Command, err error) {
	message, help := err.Error(), cmd.CommandPath()+" --help"
	format := cmd.Flags().Lookup("log-format")
	if format != nil && format.Value.String() == "json" || errors.As(err, new(loggedError)) {
		log := slog.New(slog.NewJSONHandler(stderr, nil))
		switch {
		case message == "":
		case exit.HasStatus(err):
			log.Error(message)
		default:
			log.Error(message, "help", help)
		}
		return
	}
	if message != "" {
		fmt.Fprintln(stderr, "mockserver:", message)
	}
	if !exit.HasStatus(err) {
		fmt.Fprintln(stderr, "See:", help)
	}
}

// rootCommand returns the command, whose results go to out.
func rootCommand(out io.Writer) *cobra.Command {
	root := serveCommand("mockserver")
	root.SetOut(out) // first: the command completion keeps it
	root.Long = "Simulates Dailymotion's partner APIs and DynTube's analytics. Without a command it\n" +
		"serves, as mockserver serve does.\n\n" + settingsHelp + "\n\n" +
		"Exit status:\n" +
		"  0    success\n" +
		"  1    a check failed, or the server did\n" +
		"  2    invalid flag, setting or address, or a value that a running mock refused\n" +
		"  3    the target did not respond, or no check came to a conclusion\n" +
		"  130  interrupted"
	root.Version = version()
	root.SetVersionTemplate(versionText())
	root.SilenceErrors = true
	root.SilenceUsage = true
	root.Args = knownCommand
	config.Usage(root)
	root.AddGroup(&cobra.Group{ID: "run", Title: "Run:"}, &cobra.Group{ID: "control", Title: "Control a running mock:"},
		&cobra.Group{ID: "check", Title: "Check:"}, &cobra.Group{ID: "describe", Title: "Describe:"})
	addGroup(root, "run", serveCommand("serve"), runCommand(), envCommand(), tokenCommand())
	addGroup(root, "control", controlcmd.Clock(), faultscmd.Command(), journalcmd.Command(), controlcmd.Reports(),
		controlcmd.Policy(), controlcmd.Reset(), stateCommand())
	addGroup(root, "check", contractCommand(), driftCommand(), ingest.Command(arguments, isTerminal),
		healthcheckCommand())
	addGroup(root, "describe", explainCommand(), worldCommand(), configCommand(), versionCommand())
	root.SetHelpCommandGroupID("describe")
	root.SetCompletionCommandGroupID("describe")
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	config.Complete(root)
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "help":
			cmd.Args = helpTopic
		case "completion":
			onlyCommands(cmd)
		}
	}
	return root
}

// driftCommand returns the command drift.
func driftCommand() *cobra.Command {
	cmd := driftcmd.Command(arguments)
	onlyCommands(cmd)
	return cmd
}

func addGroup(root *cobra.Command, id string, commands ...*cobra.Command) {
	for _, cmd := range commands {
		cmd.GroupID = id
		root.AddCommand(cmd)
	}
}

// helpTopic refuses the help of an unknown command.
func helpTopic(cmd *cobra.Command, args []string) error {
	found, rest, err := cmd.Root().Find(args)
	if err == nil && len(rest) > 0 {
		err = knownCommand(found, rest)
	}
	return err
}
