package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/internal/bounded"
	"github.com/dailymock/dailymock/internal/world/catalogue"
)

func worldCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "world",
		Short: "Print the default world or the schema of world files, or check a file",
	}
	cmd.AddCommand(
		&cobra.Command{
			Use:   "default",
			Short: "Print the default world, as a start for a file of your own",
			Args:  arguments(0, 0),
			RunE: func(cmd *cobra.Command, _ []string) error {
				_, err := cmd.OutOrStdout().Write(dailymock.DefaultWorld())
				return err
			},
		},
		&cobra.Command{
			Use:   "schema",
			Short: "Print the JSON Schema of world files, for editors",
			Args:  arguments(0, 0),
			RunE: func(cmd *cobra.Command, _ []string) error {
				_, err := cmd.OutOrStdout().Write(dailymock.WorldSchema())
				return err
			},
		},
		&cobra.Command{
			Use:   "check FILE",
			Short: "Check a world file; exits with 1 if it has mistakes",
			Args:  arguments(1, 1),
			RunE: func(cmd *cobra.Command, args []string) error {
				text, err := bounded.ReadFile(args[0], bounded.YAML)
				if err != nil {
					return exit.With(exit.Usage, err)
				}
				spec, err := config.ParseWorld(args[0], text)
				if err != nil {
					return exit.With(exit.Failed, err)
				}
				fmt.Fprintf(cmd.OutOrStdout(), "%s: %s\n", args[0], worldSummary(spec))
				return nil
			},
		},
	)
	onlyCommands(cmd)
	return cmd
}

// worldSummary returns the numbers of things in a world file.
func worldSummary(s catalogue.Spec) string {
	channels, videos := 0, 0
	for _, p := range s.Partners {
		channels += len(p.Channels)
		for _, c := range p.Channels {
			videos += len(c.Videos)
		}
	}
	return fmt.Sprintf("%d partners, %d channels, %d listed videos, %d sites",
		len(s.Partners), channels, videos, len(s.Sites))
}
