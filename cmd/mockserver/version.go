package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/internal/world"
)

func versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version, and the version of the figures (world)",
		Args:  arguments(0, 0),
		Run:   func(cmd *cobra.Command, _ []string) { fmt.Fprint(cmd.OutOrStdout(), versionText()) },
	}
}

func versionText() string {
	return fmt.Sprintf("mockserver %s world %d %s %s/%s\n",
		version(), world.Version, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// release is the version of a release, which .goreleaser.yaml sets.
var release string

// version returns the release or the commit that was built.
func version() string {
	if release != "" {
		return release
	}
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "(unknown)"
	}
	if v := info.Main.Version; v != "" && v != "(devel)" {
		return v
	}
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" {
			return s.Value[:min(12, len(s.Value))]
		}
	}
	return "(devel)"
}
