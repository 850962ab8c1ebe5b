package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// sources tell where each setting's value came from, by its flag's name; one
// that is missing has its default.
type sources map[string]string

// load completes what the command line said with the environment and the
// configuration file: flag > environment > file > default. A value that cannot
// be is an error even where another takes precedence.
func load(cmd *cobra.Command, env func(string) string) (sources, error) {
	fs, from := cmd.Flags(), sources{}
	file := fs.Lookup("config")
	if text := env(variable(file.Name)); text != "" && !file.Changed {
		file.Value.Set(text)
		from[file.Name] = variable(file.Name)
	}
	flags := map[*pflag.Flag]string{}
	fs.Visit(func(f *pflag.Flag) { flags[f] = f.Value.String() })

	var errs []error
	if name := file.Value.String(); name != "" {
		errs = append(errs, loadFile(fs, name, from))
	}
	fs.VisitAll(func(f *pflag.Flag) {
		if text := env(variable(f.Name)); text != "" && isKey(f) {
			if err := f.Value.Set(text); err != nil {
				errs = append(errs, fmt.Errorf("%s is %q: %w", variable(f.Name), text, err))
			}
			from[f.Name] = variable(f.Name)
		}
	})
	for f, text := range flags {
		f.Value.Set(text) // was set from a text before
		from[f.Name] = "--" + f.Name
	}
	if err := errors.Join(errs...); err != nil {
		return nil, failure{exitUsage, err}
	}
	return from, nil
}

// variable is the environment variable of a flag. An empty one counts for none.
func variable(flag string) string {
	return "DAILYMOCK_" + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// isKey tells the settings that a file may hold from other flags.
func isKey(f *pflag.Flag) bool { return f != nil && f.Name != "help" && f.Name != "config" }
