// Package faultscmd has the command faults, which makes requests to a running mock fail.
package faultscmd

import (
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/client"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/internal/fault"
)

// options are the flags of all commands.
type options struct {
	client.Output
	key, name string
}

// list is what the control API shows.
type list struct {
	Rules []fault.State
}

const path = "/_mock/faults"

// Command returns the command with those below it.
func Command() *cobra.Command {
	var o options
	cmd := client.Command(&cobra.Command{
		Use:   "faults",
		Short: "Show, add and clear the faults of a running mock",
		Long:  "Shows the faults that are set, and how often each fired.\n\n" + client.Where,
		Example: "  mockserver faults add 'status=503 surface=rest first=3'\n" +
			"  mockserver faults add 'csv=bom key=my-key'\n" +
			"  mockserver faults add flaky\n" +
			"  mockserver faults\n" +
			"  mockserver faults clear --key my-key\n" +
			"  mockserver faults known",
	}, 0, func(cmd *cobra.Command, m client.Mock, _ []string) error {
		return o.send(cmd, m, http.MethodGet, nil)
	})
	o.flags(cmd)
	cmd.AddCommand(
		changing("add RULE", "Add a rule, a ready-made fault or a profile", 1, http.MethodPost,
			func(rule string) any { return map[string]string{"fault": rule} }),
		changing("set RULES", "Replace all rules; a semicolon is between rules", 1, http.MethodPut,
			func(rules string) any { return map[string][]string{"faults": {rules}} }),
		clearing(), known())
	return cmd
}

// changing returns a command that sends a rule.
func changing(use, short string, n int, method string, body func(rule string) any) *cobra.Command {
	var o options
	check := func(args []string) error {
		_, err := fault.Parse(args[0])
		return err
	}
	cmd := client.Checked(&cobra.Command{
		Use: use, Short: short,
		Long: short + ", and shows what is set then. With --key,\nall of it is about one API key; others do not notice.\n\n" +
			client.Where,
	}, n, check, func(cmd *cobra.Command, m client.Mock, args []string) error {
		return o.send(cmd, m, method, body(args[0]))
	})
	o.flags(cmd)
	return cmd
}

func clearing() *cobra.Command {
	var o options
	cmd := client.Command(&cobra.Command{
		Use: "clear", Short: "Clear all faults, or those of a key or a name",
		Long: "Clears all faults, or those of an API key, or one by its name.\n\n" + client.Where,
	}, 0, func(cmd *cobra.Command, m client.Mock, _ []string) error {
		return o.send(cmd, m, http.MethodDelete, nil)
	})
	o.flags(cmd)
	config.Add(cmd.Flags(), config.Text(&o.name, "name"), "name", "", "only the fault with this name")
	return cmd
}

func (o *options) flags(cmd *cobra.Command) {
	config.Add(cmd.Flags(), config.Text(&o.key, "id"), "key", "", "only faults of this API key")
	o.Flag(cmd, "format")
}

// send sends a request and shows the faults that are set then.
func (o *options) send(cmd *cobra.Command, m client.Mock, method string, body any) error {
	at := client.Path(path, map[string]string{"key": o.key, "name": o.name})
	return client.Show(cmd, m, &o.Output, client.Request{Method: method, Path: at, Body: body}, write)
}

// write prints one line for each rule.
func write(w io.Writer, l list) error {
	if len(l.Rules) == 0 {
		_, err := fmt.Fprintln(w, "no faults")
		return err
	}
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "NAME\tMATCHED\tFIRED\tLEFT\tRULE")
	for _, r := range l.Rules {
		left := "until cleared"
		if r.Left != nil {
			left = fmt.Sprint(*r.Left)
		}
		fmt.Fprintf(t, "%s\t%d\t%d\t%s\t%s\n", r.Name, r.Matched, r.Fired, left, r.Rule)
	}
	return t.Flush()
}

// known returns a command that prints what rules can say.
func known() *cobra.Command {
	return &cobra.Command{
		Use: "known", Short: "Print the effects, errors, faults and profiles that rules can name",
		Long: "Prints the effects, errors, faults and profiles that rules can name. It needs no mock.",
		Args: client.Arguments(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error { return writeKnown(cmd.OutOrStdout()) },
	}
}

func writeKnown(w io.Writer) error {
	t := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "Effects, with an example:")
	for _, name := range fault.Effects() {
		example, about := fault.About(name)
		fmt.Fprintf(t, "  %s\t%s\n", example, about)
	}
	fmt.Fprintln(t, "\nErrors, by surface:")
	errors := fault.ErrorNames()
	for _, surface := range slices.Sorted(maps.Keys(errors)) {
		fmt.Fprintf(t, "  %s\t%s\n", surface, strings.Join(errors[surface], ", "))
	}
	fmt.Fprintln(t, "\nFaults and profiles:")
	for _, name := range fault.Names() {
		fmt.Fprintf(t, "  %s\t%s\t%s\n", name, fault.AboutName(name), strings.Join(fault.Expand(name), "; "))
	}
	return t.Flush()
}
