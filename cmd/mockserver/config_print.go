package main

import (
	"fmt"
	"os"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

func configCommand() *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use:   "config",
		Short: "Print the settings that serve would have, and where each comes from",
		Long:  "Prints the settings that serve would have with the same flags and environment,\nas a file for --config; a comment says where each value comes from.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			from, err := load(cmd, os.Getenv)
			if err != nil {
				return err
			}
			if _, err := s.options(); err != nil {
				return failure{exitUsage, err}
			}
			return printConfig(cmd, from)
		},
	}
	s.flags(cmd.Flags())
	return cmd
}

func printConfig(cmd *cobra.Command, from sources) error {
	var lines [][2]string
	width := 0
	var failed error
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if !isKey(f) {
			return
		}
		value, err := quoted(f.Value.String())
		if err != nil {
			failed = err
		}
		source := from[f.Name]
		if source == "" {
			source = "default"
		}
		line := f.Name + ": " + value
		lines = append(lines, [2]string{line, source})
		width = max(width, len(line))
	})
	for _, l := range lines {
		fmt.Fprintf(cmd.OutOrStdout(), "%-*s  # %s\n", width, l[0], l[1])
	}
	return failed
}

// quoted is a text as YAML reads it back, in quotes only where it needs them.
func quoted(text string) (string, error) {
	if text == "" {
		return `""`, nil
	}
	for _, plain := range []any{new(uint64), new(float64), new(bool)} {
		if yaml.Unmarshal([]byte(text), plain) == nil {
			return text, nil
		}
	}
	b, err := yaml.Marshal(text)
	return strings.TrimSpace(string(b)), err
}
