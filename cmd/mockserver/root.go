package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"
)

// The exit statuses; 0 is for what went well.
const (
	exitFailed      = 1 // a check failed, or the server did
	exitUsage       = 2 // a flag, a setting or an address cannot be
	exitUnreachable = 3 // what was to be looked at did not answer
)

// A failure is an error with its exit status. What is none, such as an unknown
// command, has the status of wrong usage.
type failure struct {
	status int
	error
}

func (f failure) Unwrap() error { return f.error }

// run does what args ask for until ctx ends, and returns the exit status.
func run(ctx context.Context, args []string, stdin io.Reader, stdout, stderr io.Writer) int {
	root := rootCommand()
	root.SetArgs(args)
	root.SetIn(stdin)
	root.SetOut(stdout)
	root.SetErr(stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	if e := exit(0); errors.As(err, &e) {
		return int(e)
	}
	fmt.Fprintln(stderr, "mockserver:", err)
	if f := (failure{}); errors.As(err, &f) {
		return f.status
	}
	fmt.Fprintln(stderr, "Try: mockserver help")
	return exitUsage
}

func rootCommand() *cobra.Command {
	root := serveCommand("mockserver")
	root.Long = "A stand-in for Dailymotion's partner APIs. Without a command it serves."
	root.SilenceErrors = true
	root.SilenceUsage = true
	root.Args = nil // so that an unknown command is called one, with what is near it
	root.AddCommand(
		serveCommand("serve"),
		runCommand(),
		envCommand(),
		configCommand(),
		explainCommand(),
		contractCommand(),
		tokenCommand(),
		healthcheckCommand(),
		versionCommand(),
		worldCommand(),
	)
	return root
}
