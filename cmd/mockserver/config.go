package main

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
)

func configCommand() *cobra.Command {
	var s config.Settings
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Print the settings of serve and their sources",
		Long: "Prints the settings that serve has with the same flags and environment, as a file\n" +
			"for --config. A comment names the source of each value.\n\n" + settingsHelp,
		Args: arguments(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			from, err := config.Load(cmd, os.Environ())
			if err != nil {
				return err
			}
			if _, err := s.Options(from); err != nil {
				return err
			}
			return config.Print(cmd.OutOrStdout(), cmd.Flags(), from)
		},
	}
	s.Flags(cmd.Flags())
	return cmd
}
