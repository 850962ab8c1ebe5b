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
// all below it, also after a comma in a list. Flags that take a file still complete to files, and all others to
// nothing.
func Complete(cmd *cobra.Command) {
	cmd.Flags().VisitAll(func(f *pflag.Flag) {
		if f.Value.Type() == "file" || f.Value.Type() == "folder" {
			return
		}
		_ = cmd.RegisterFlagCompletionFunc(f.Name, complete(f)) // fails only for a flag that has one
	})
	for _, child := range cmd.Commands() {
		Complete(child)
	}
}

// complete returns what offers the values of a flag.
func complete(f *pflag.Flag) cobra.CompletionFunc {
	values, list, directive := words(f), strings.HasSuffix(f.Value.Type(), "..."), cobra.ShellCompDirectiveNoFileComp
	if len(values) > 0 && strings.HasSuffix(values[0], "=") {
		directive |= cobra.ShellCompDirectiveNoSpace
	}
	return func(_ *cobra.Command, _ []string, text string) ([]string, cobra.ShellCompDirective) {
		if !list {
			return values, directive
		}
		earlier := text[:strings.LastIndexAny(text, ",;")+1]
		offered := make([]string, len(values))
		for i, v := range values {
			offered[i] = earlier + v
		}
		return offered, directive
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
		return strings.Split(strings.TrimSuffix(f.Value.Type(), ",..."), "|")
	}
	switch v := f.Value.(type) {
	case *List:
		return v.Known
	case Map:
		return v.names
	}
	return nil
}
