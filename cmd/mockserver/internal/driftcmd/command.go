// Package driftcmd is the command mockserver drift: what changed in the vendor's APIs, seen in the schema, in recorded
// behaviour and in the documentation.
package driftcmd

import (
	"errors"
	"fmt"
	"net/url"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/internal/bounded"
	"github.com/dailymock/dailymock/internal/clock"
	"github.com/dailymock/dailymock/internal/drift"
)

// Arguments returns a check for the number of arguments.
type Arguments func(least, most int) cobra.PositionalArgs

// Command returns the command.
func Command(args Arguments) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "drift",
		Short: "Show what changed in the schema, the behaviour or the documentation",
		Long: "Compares two states of the vendor's APIs. Contacts a server only if an argument names\n" +
			"it, as an address or as \"live\".\n\n" + exitStatuses,
	}
	cmd.AddCommand(schemaCommand(args), behaviourCommand(args), docsCommand(args))
	return cmd
}

const exitStatuses = "Exits with 0 if nothing relevant changed, 1 for a breaking or dangerous change or an entry\n" +
	"of --known that no longer holds, 2 for an invalid flag, setting or file, 3 if nothing could\n" +
	"be compared."

// options are the flags of every comparison.
type options struct {
	known  string
	output string
}

func (o *options) add(cmd *cobra.Command) {
	o.output = string(drift.Text)
	var formats []string
	for _, f := range drift.Formats {
		formats = append(formats, string(f))
	}
	fs := cmd.Flags()
	fs.SortFlags = false
	config.Add(fs, config.Text(&o.known, "file"), "known", "",
		"YAML file of accepted changes: change, fingerprint, reason, until")
	config.Add(fs, config.Choice(&o.output, formats...), "output", "o", "format of the report")
	config.AddFile(fs)
}

// withSettings returns a RunE that reads settings from variables and files first.
func withSettings(run func(cmd *cobra.Command, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		if _, err := config.Load(cmd, os.Environ()); err != nil {
			return err
		}
		return run(cmd, args)
	}
}

// write sorts and prints a report, without the changes that are known, and returns its exit status. Finish is called
// after the known changes are taken out; optional.
func (o *options) write(cmd *cobra.Command, r drift.Report, finish func(*drift.Report)) error {
	drift.Sort(r.Changes)
	if o.known != "" {
		known, err := drift.ReadKnown(o.known)
		if err != nil {
			return exit.With(exit.Usage, fmt.Errorf("--known: %w", err))
		}
		r.Accept(known, clock.Wall())
	}
	if finish != nil {
		finish(&r)
	}
	if err := r.Write(cmd.OutOrStdout(), drift.Format(o.output)); err != nil {
		return exit.With(exit.Failed, err)
	}
	return exit.Silent(r.ExitCode())
}

// maxFile limits the size of a file that is compared.
const maxFile = 64 << 20

// readFile reads a file of at most maxFile bytes.
func readFile(file string) ([]byte, error) {
	info, err := os.Stat(file)
	switch {
	case err != nil:
		return nil, err
	case info.IsDir():
		return nil, fmt.Errorf("%s: is a folder, need a file", file)
	case info.Size() > maxFile:
		return nil, fmt.Errorf("%s: %d bytes, the limit is %d", file, info.Size(), maxFile)
	}
	return bounded.ReadFile(file, maxFile)
}

// isAddress reports whether an argument names a server.
func isAddress(arg string) bool {
	return strings.HasPrefix(arg, "http://") || strings.HasPrefix(arg, "https://")
}

// checkAddress returns an error for an address that cannot be requested.
func checkAddress(address string) error {
	if u, err := url.Parse(address); err != nil || u.Host == "" || u.User != nil {
		return exit.With(exit.Usage, fmt.Errorf("%q: need an address such as https://api.example/graphql", address))
	}
	return nil
}

// failed returns an error of loading with its exit status. Its text may be of a server.
func failed(err error) error {
	if err == nil {
		return nil
	}
	text := errors.New(drift.Printable(err.Error()))
	if errors.Is(err, drift.ErrUnreachable) || errors.Is(err, drift.ErrClosed) {
		return exit.With(exit.Unreachable, text)
	}
	return exit.With(exit.Usage, text)
}
