package session

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/isolate"
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
	c.Stdin, c.Stdout, c.Stderr = cmd.InOrStdin(), cmd.OutOrStdout(), cmd.ErrOrStderr()
	c, err := s.startClient(c)
	if err != nil {
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

// startClient starts the client, and returns the command to wait for.
func (s *Session) startClient(c *exec.Cmd) (*exec.Cmd, error) {
	if s.isolated {
		return s.startIsolated(c)
	}
	c.Env = s.environment(s.Base)
	return c, c.Start()
}

// startIsolated starts the client where the vendors' names lead to this process. The proxy and the mock itself listen
// there at the same ports, so that clients that use the variables work, too.
func (s *Session) startIsolated(c *exec.Cmd) (*exec.Cmd, error) {
	files, err := s.folder.SystemFiles(s.mock.Hosts())
	if err != nil {
		return nil, err
	}
	_, port, err := net.SplitHostPort(strings.TrimPrefix(s.Base, "http://"))
	if err != nil {
		return nil, err
	}
	direct := net.JoinHostPort("127.0.0.1", port)
	c.Env = s.environment("http://" + direct)
	child, err := isolate.Start(c, isolate.Config{
		Listen: []string{"127.0.0.1:443", "127.0.0.1:80", s.address, direct}, Files: files,
	})
	if err != nil {
		return nil, err
	}
	for i, serve := range []func(net.Listener) error{
		s.proxy.Intercept, s.proxy.Intercept, s.proxy.Serve, s.direct.Serve,
	} {
		go s.serve(serve, child.Listeners[i])
	}
	return child.Cmd, nil
}

func cannotStart(name string, err error) error {
	if errors.Is(err, isolate.ErrForbidden) || errors.Is(err, isolate.ErrUnsupported) {
		return exit.With(exit.Usage, err)
	}
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
