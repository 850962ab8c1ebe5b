package config

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/internal/rest/switches"
)

// Complete makes the completion of a shell offer the values of flags that take one of several words, for a command and
// all below it. Flags that take a file still complete to files, and all others to nothing.
func Complete(cmd *cobra.Command) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Value.Type() == "file" || f.Value.Type() == "folder" {
			return
		}
		complete := cobra.FixedCompletions(words(f), cobra.ShellCompDirectiveNoFileComp)
		_ = cmd.RegisterFlagCompletionFunc(f.Name, complete) // fails only for a flag that has one
	})
	for _, child := range cmd.Commands() {
		Complete(child)
	}
}

// words returns the values of a flag, if they are known.
func words(f *pflag.Flag) []string {
	switch {
	case f.Name == "fault":
		return dailymock.FaultNames()
	case f.Name == "rest":
		return slices.Clone(switches.Names())
	case strings.Contains(f.Value.Type(), "|"):
		return strings.Split(f.Value.Type(), "|")
	}
	return nil
}
