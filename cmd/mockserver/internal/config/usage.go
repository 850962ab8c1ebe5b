package config

import (
	"errors"
	"fmt"
	"strings"
	"sync"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/suggest"
)

const groupKey = "group" // the annotation of a flag that has one

func inGroup(f *pflag.Flag, group string) { f.Annotations = map[string][]string{groupKey: {group}} }

// Usage makes a command and those below it show their flags in groups, and
// explain invalid flags.
func Usage(root *cobra.Command) {
	addGroupedFlags()
	flags := "Flags:\n{{.LocalFlags.FlagUsages | trimTrailingWhitespaces}}"
	root.SetUsageTemplate(strings.Replace(root.UsageTemplate(), flags, "{{groupedFlags .LocalFlags}}", 1))
	root.SetFlagErrorFunc(flagError)
}

// addGroupedFlags tells cobra, which keeps its template functions for the whole program, once.
var addGroupedFlags = sync.OnceFunc(func() { cobra.AddTemplateFunc("groupedFlags", groupedFlags) })

// groupedFlags returns the help of flags: first those without a group.
func groupedFlags(fs *pflag.FlagSet) string {
	titles := []string{"Flags"}
	groups := map[string]*pflag.FlagSet{}
	fs.VisitAll(func(f *pflag.Flag) {
		title := "Flags"
		if group := f.Annotations[groupKey]; len(group) > 0 {
			title = group[0]
		}
		if groups[title] == nil {
			groups[title] = pflag.NewFlagSet(title, pflag.ContinueOnError)
			groups[title].SortFlags = false
			if title != "Flags" {
				titles = append(titles, title)
			}
		}
		groups[title].AddFlag(f)
	})
	var texts []string
	for _, title := range titles {
		if group := groups[title]; group != nil {
			texts = append(texts, title+":\n"+strings.TrimRight(group.FlagUsagesWrapped(110), "\n"))
		}
	}
	return strings.Join(texts, "\n\n")
}

// flagError rewrites an error of pflag: what was wrong, where, and what to do.
func flagError(cmd *cobra.Command, err error) error {
	var unknown *pflag.NotExistError
	var invalid *pflag.InvalidValueError
	switch {
	case errors.As(err, &unknown) && unknown.GetSpecifiedShortnames() == "":
		var known []string
		cmd.Flags().VisitAll(func(f *pflag.Flag) { known = append(known, f.Name) })
		name := unknown.GetSpecifiedName()
		return fmt.Errorf("unknown flag --%s%s", name, suggest.Question(name, known, "--"))
	case errors.As(err, &invalid):
		return fmt.Errorf("--%s: %w", invalid.GetFlag().Name, invalid.Unwrap())
	}
	return err
}
