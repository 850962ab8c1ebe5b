package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"

	"github.com/spf13/cobra"
)

// The exit statuses that shells have for a command that could not be run.
const (
	exitNotExecutable = 126
	exitNotFound      = 127
	exitSignal        = 128 // and the signal's number
)

// execClient runs the client, passes signals on to it, and returns its exit
// status.
func execClient(cmd *cobra.Command, args, environment []string, signals <-chan os.Signal) (int, error) {
	c := exec.Command(args[0], args[1:]...)
	c.Env = environment
	c.Stdin, c.Stdout, c.Stderr = cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr()
	if err := c.Start(); err != nil {
		return 0, cannotStart(args[0], err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	for {
		select {
		case s := <-signals:
			if !fromTerminal(s) {
				c.Process.Signal(s) // fails only where the client has just ended
			}
		case err := <-ended:
			return statusOf(c, err)
		}
	}
}

func cannotStart(name string, err error) error {
	status := exitNotExecutable
	if errors.Is(err, exec.ErrNotFound) || errors.Is(err, fs.ErrNotExist) {
		status = exitNotFound
	}
	return failure{status, fmt.Errorf("%s cannot be run: %w", name, err)}
}

func statusOf(c *exec.Cmd, err error) (int, error) {
	if exited := new(exec.ExitError); err != nil && !errors.As(err, &exited) {
		return 0, failure{exitFailed, err} // its output could not be passed on
	}
	if n, killed := killedBy(c.ProcessState); killed {
		return exitSignal + n, nil
	}
	return c.ProcessState.ExitCode(), nil
}
