package main

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/internal/world"
)

func worldCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "world",
		Short: "Print the default world or the schema of world files, or check a file",
	}
	cmd.AddCommand(
		&cobra.Command{
			Use:   "default",
			Short: "Print the world of a mock that is given none, as a start for one's own",
			Args:  cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				_, err := cmd.OutOrStdout().Write(dailymock.DefaultWorld())
				return err
			},
		},
		&cobra.Command{
			Use:   "schema",
			Short: "Print the JSON Schema of world files, by which editors complete them",
			Args:  cobra.NoArgs,
			RunE: func(cmd *cobra.Command, _ []string) error {
				_, err := cmd.OutOrStdout().Write(dailymock.WorldSchema())
				return err
			},
		},
		&cobra.Command{
			Use:   "check FILE",
			Short: "Tell all that is wrong with a world file; exits with 1 when anything is",
			Args:  cobra.ExactArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error {
				text, err := os.ReadFile(args[0])
				if err != nil {
					return failure{exitUsage, err}
				}
				spec, err := readWorld(args[0], text)
				if err != nil {
					return failure{exitFailed, err}
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%s: %s\n", args[0], inWords(spec))
				return nil
			},
		},
	)
	return cmd
}

// readWorld reads a world file; each fault becomes a line that begins with its
// place, as compilers write them.
func readWorld(file string, text []byte) (world.Spec, error) {
	spec, err := world.ParseSpec(text)
	if faults := (world.Faults)(nil); errors.As(err, &faults) {
		var lines []string
		for _, f := range faults {
			lines = append(lines, file+":"+f.Error())
		}
		return spec, errors.New(strings.Join(lines, "\n"))
	}
	return spec, err
}

// inWords sums a world up.
func inWords(s world.Spec) string {
	channels, videos := 0, 0
	for _, p := range s.Partners {
		channels += len(p.Channels)
		for _, c := range p.Channels {
			videos += len(c.Videos)
		}
	}
	return fmt.Sprintf("%d partners, %d channels, %d listed videos, %d sites", len(s.Partners), channels, videos, len(s.Sites))
}
