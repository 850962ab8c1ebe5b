package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
)

func stateCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "state",
		Short: "Show, export and import the state of a running mock",
		Long: "Shows, exports and imports the state of a running mock: the one at URL, else the one of\n" +
			"--ready-file, else the one at --listen. To keep the state over a restart, use\n" +
			"mockserver serve --state FILE.",
	}
	cmd.AddCommand(
		stateSubcommand("show [URL]", "Show what the state has", 0, showState),
		stateSubcommand("export [URL]", "Write the state to standard output", 0, exportState),
		stateSubcommand("import FILE [URL]", "Replace the state by that of a file (- is standard input)", 1, importState),
	)
	onlyCommands(cmd)
	return cmd
}

// stateSubcommand makes a command whose last argument is an optional URL.
func stateSubcommand(
	use, short string, files int, do func(cmd *cobra.Command, m runningMock, files []string) error,
) *cobra.Command {
	var s config.Settings
	cmd := &cobra.Command{
		Use: use, Short: short, Args: arguments(files, files+1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := config.Load(cmd, os.Environ()); err != nil {
				return err
			}
			base, err := mockURL(s, args[files:])
			if err != nil {
				return err
			}
			return do(cmd, runningMock{base, s.ControlToken()}, args[:files])
		},
	}
	s.Flags(cmd.Flags(), "listen", "ready-file", "control-token")
	return cmd
}

func exportState(cmd *cobra.Command, m runningMock, _ []string) error {
	state, err := m.state(cmd.Context(), http.MethodGet, nil)
	if err != nil {
		return err
	}
	_, err = cmd.OutOrStdout().Write(state)
	return err
}

func showState(cmd *cobra.Command, m runningMock, _ []string) error {
	data, err := m.state(cmd.Context(), http.MethodGet, nil)
	if err != nil {
		return err
	}
	var state struct {
		Version int
		Seed    uint64
		World   string
		Owners  map[string]json.RawMessage
	}
	if err := json.Unmarshal(data, &state); err != nil {
		return exit.With(exit.Failed, fmt.Errorf("%s%s: %w", m.base, statePath, err))
	}
	w := cmd.OutOrStdout()
	fmt.Fprintf(w, "version  %d\nseed     %d\nworld    %s\n", state.Version, state.Seed, state.World)
	for _, name := range slices.Sorted(maps.Keys(state.Owners)) {
		fmt.Fprintf(w, "%-8s %d bytes\n", name, len(state.Owners[name]))
	}
	return nil
}

func importState(cmd *cobra.Command, m runningMock, files []string) error {
	var in io.Reader = cmd.InOrStdin()
	if files[0] != "-" {
		f, err := os.Open(files[0])
		if err != nil {
			return exit.With(exit.Usage, err)
		}
		defer f.Close()
		in = f
	}
	_, err := m.state(cmd.Context(), http.MethodPut, in)
	return err
}

const statePath = "/_mock/state"

// A runningMock is a mock that listens at a URL.
type runningMock struct{ base, token string }

// state sends a request for the state of a running mock and returns the response's body.
func (m runningMock) state(ctx context.Context, method string, body io.Reader) ([]byte, error) {
	resp, err := askMock(ctx, method, m.base+statePath, m.token, body)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, exit.With(exit.Unreachable, err)
	}
	if resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s %s%s: got status %s: %s", method, m.base, statePath, resp.Status, data)
		return nil, exit.With(exit.Failed, err)
	}
	return data, nil
}
