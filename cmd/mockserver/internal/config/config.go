// Package config reads the settings of the command from flags, from DAILYMOCK_…
// variables and from a YAML file, in this order of precedence:
//
//	var s config.Settings
//	s.Flags(cmd.Flags())
//	…
//	from, err := config.Load(cmd, os.Environ())
//	mock, err := s.New(from, log, log)
package config

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/suggest"
)

// Sources name where the values of flags come from, such as "--seed",
// "DAILYMOCK_SEED" or "mock.yaml:3". A flag that is missing has its default.
type Sources map[string]string

// Name returns what the user typed to set a flag, for errors.
func (s Sources) Name(flag string) string {
	source := s[flag]
	switch {
	case source == "":
		return "--" + flag
	case strings.HasPrefix(source, "--"), strings.HasPrefix(source, prefix):
		return source
	}
	return source + ": " + flag
}

// Load sets the flags of a command that the command line did not set from the
// environment, in the form of os.Environ, and from the file of --config. Every
// value is checked, even if another one takes precedence.
func Load(cmd *cobra.Command, environ []string) (Sources, error) {
	fs, from := cmd.Flags(), Sources{}
	env, unknown := variables(cmd, environ)
	file := fs.Lookup("config")
	if text := env[file.Name]; text != "" && !file.Changed {
		from[file.Name] = Variable(file.Name)
		if err := file.Value.Set(text); err != nil {
			return nil, err
		}
	}
	typed := map[*pflag.Flag]string{} // on the command line
	fs.Visit(func(f *pflag.Flag) { typed[f] = f.Value.String() })
	fs.VisitAll(func(f *pflag.Flag) {
		switch l := f.Value.(type) {
		case *List:
			l.replace = true
		case *faults:
			l.replace = true
		}
	})
	errs := []error{unknown}
	if name := file.Value.String(); name != "" {
		errs = append(errs, loadFile(cmd, name, from))
	}
	fs.VisitAll(func(f *pflag.Flag) {
		if text := env[f.Name]; text != "" && isSetting(f) {
			if err := f.Value.Set(text); err != nil {
				errs = append(errs, fmt.Errorf("%s: %w", Variable(f.Name), err))
			}
			from[f.Name] = Variable(f.Name)
		}
	})
	for f, text := range typed {
		errs = append(errs, f.Value.Set(text), checkSecret(f.Name, text))
		from[f.Name] = "--" + f.Name
	}
	if err := errors.Join(errs...); err != nil {
		return nil, exit.With(exit.Usage, err)
	}
	return from, nil
}

// checkSecret returns an error for a secret that is empty on the command line, such as from a variable of the shell
// that is not set: without an error, nothing would be protected. An empty variable or key of the file is as if not set.
func checkSecret(flag, text string) error {
	if text != "" || flag != "control-token" && flag != "signing-key-file" {
		return nil
	}
	return fmt.Errorf("--%s: the value is empty; leave the flag out instead", flag)
}

const prefix = "DAILYMOCK_"

// Variable returns the environment variable of a flag.
func Variable(flag string) string {
	return prefix + strings.ToUpper(strings.ReplaceAll(flag, "-", "_"))
}

// URLVariable holds the base URL of the mock, for the clients of run.
const URLVariable = prefix + "URL"

// variables returns the values of the DAILYMOCK_ variables by flag. The error
// names the variables that no command knows, without the ones that Kubernetes
// sets for a service called dailymock.
func variables(cmd *cobra.Command, environ []string) (map[string]string, error) {
	flags := map[string]string{}
	var known []string
	for _, name := range flagNames(cmd.Root()) {
		flags[Variable(name)] = name
		known = append(known, strings.TrimPrefix(Variable(name), prefix))
	}
	values := map[string]string{}
	var errs []error
	for _, entry := range environ {
		name, text, _ := strings.Cut(entry, "=")
		flag, ok := flags[name]
		switch {
		case ok:
			values[flag] = text
		case text == "" || !strings.HasPrefix(name, prefix) || name == URLVariable ||
			strings.HasPrefix(name, prefix+"SERVICE_") || strings.HasPrefix(name, prefix+"PORT"):
		default:
			question := suggest.Question(strings.TrimPrefix(name, prefix), known, prefix)
			errs = append(errs, fmt.Errorf("%s: unknown variable%s", name, question))
		}
	}
	return values, errors.Join(errs...)
}

// flagNames returns the names of the settings of a command and those below it.
func flagNames(cmd *cobra.Command) []string {
	names := map[string]bool{}
	var collect func(*cobra.Command)
	collect = func(c *cobra.Command) {
		c.Flags().VisitAll(func(f *pflag.Flag) { names[f.Name] = names[f.Name] || isSetting(f) || f.Name == "config" })
		for _, below := range c.Commands() {
			collect(below)
		}
	}
	collect(cmd)
	maps.DeleteFunc(names, func(_ string, setting bool) bool { return !setting })
	return slices.Sorted(maps.Keys(names))
}

// isSetting reports whether a flag is also a variable and a key of the file.
func isSetting(f *pflag.Flag) bool {
	return f != nil && f.Name != "help" && f.Name != "version" && f.Name != "config"
}
