package session

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
)

// The exit statuses of shells.
const (
	exitNotExecutable = 126
	exitNotFound      = 127
	exitSignal        = 128 // plus the number of the signal
)

// Exec runs the client with the streams of a command, passes signals on to it,
// and returns its exit status.
func (s *Session) Exec(cmd *cobra.Command, args []string, signals <-chan os.Signal) (int, error) {
	c := exec.Command(args[0], args[1:]...)
	c.Env = s.environment()
	c.Stdin, c.Stdout, c.Stderr = cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr()
	if err := c.Start(); err != nil {
		return 0, cannotStart(args[0], err)
	}
	ended := make(chan error, 1)
	go func() { ended <- c.Wait() }()
	for {
		select {
		case sent := <-signals:
			if !fromTerminal(sent) {
				c.Process.Signal(sent) // fails only if the client has just ended
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
	return exit.With(status, fmt.Errorf("cannot run %s: %w", name, err))
}

func statusOf(c *exec.Cmd, err error) (int, error) {
	if exited := new(exec.ExitError); err != nil && !errors.As(err, &exited) {
		return 0, exit.With(exit.Failed, err) // copying its output failed
	}
	if n, killed := killedBy(c.ProcessState); killed {
		return exitSignal + n, nil
	}
	return c.ProcessState.ExitCode(), nil
}
