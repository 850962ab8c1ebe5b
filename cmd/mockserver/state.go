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

	"github.com/dailymock/dailymock/cmd/mockserver/internal/client"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
)

func stateCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "state",
		Short: "Show, export and import the state of a running mock",
		Long: "Shows, exports and imports the state of a running mock. To keep the state over a\n" +
			"restart, use mockserver serve --state FILE.\n\n" + client.Where,
	}
	cmd.AddCommand(
		client.Command(&cobra.Command{Use: "show", Short: "Show what the state has"}, 0, showState),
		client.Command(&cobra.Command{Use: "export", Short: "Write the state to standard output"}, 0, exportState),
		client.Command(&cobra.Command{
			Use: "import FILE", Short: "Replace the state by that of a file (- is standard input)",
		}, 1, importState),
	)
	onlyCommands(cmd)
	return cmd
}

func exportState(cmd *cobra.Command, m client.Mock, _ []string) error {
	data, err := state(cmd.Context(), m, http.MethodGet, nil)
	if err != nil {
		return err
	}
	_, err = cmd.OutOrStdout().Write(data)
	return err
}

func showState(cmd *cobra.Command, m client.Mock, _ []string) error {
	data, err := state(cmd.Context(), m, http.MethodGet, nil)
	if err != nil {
		return err
	}
	var shown struct {
		Version int
		Seed    uint64
		World   string
		Owners  map[string]json.RawMessage
	}
	if err := json.Unmarshal(data, &shown); err != nil {
		return exit.With(exit.Failed, fmt.Errorf("%s%s: %w", m.Base, statePath, err))
	}
	w := cmd.OutOrStdout()
	fmt.Fprintf(w, "version  %d\nseed     %d\nworld    %s\n", shown.Version, shown.Seed, shown.World)
	for _, name := range slices.Sorted(maps.Keys(shown.Owners)) {
		fmt.Fprintf(w, "%-8s %d bytes\n", name, len(shown.Owners[name]))
	}
	return nil
}

func importState(cmd *cobra.Command, m client.Mock, files []string) error {
	var in io.Reader = cmd.InOrStdin()
	if files[0] != "-" {
		f, err := os.Open(files[0])
		if err != nil {
			return exit.With(exit.Usage, err)
		}
		defer f.Close()
		in = f
	}
	_, err := state(cmd.Context(), m, http.MethodPut, in)
	return err
}

const statePath = "/_mock/state"

// state sends a request for the state of a running mock and returns the response's body.
func state(ctx context.Context, m client.Mock, method string, body io.Reader) ([]byte, error) {
	resp, err := m.Ask(ctx, method, statePath, body)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	data, err := io.ReadAll(resp.Body)
	return data, exit.With(exit.Unreachable, err)
}
