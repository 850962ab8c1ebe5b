package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/session"
	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/cases"
	"github.com/dailymock/dailymock/contracts/evidence"
	"github.com/dailymock/dailymock/internal/clock"
	"github.com/dailymock/dailymock/internal/source"
	"github.com/spf13/cobra"
)

func contractListCommand() *cobra.Command {
	format := "text"
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List the cases with their evidence and effects",
		Args:  arguments(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if format == "json" {
				return listJSON(cmd)
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			for _, c := range cases.All() {
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", c.ID, c.Level, c.Basis(), c.Effect, c.Title)
			}
			return w.Flush()
		},
	}
	config.Add(cmd.Flags(), config.Choice(&format, "text", "json"), "output", "o", "format of the list")
	return cmd
}

func listJSON(cmd *cobra.Command) error {
	type entry struct {
		ID      string            `json:"id"`
		Title   string            `json:"title"`
		Surface contracts.Surface `json:"surface"`
		Level   contracts.Level   `json:"level"`
		Edition string            `json:"edition,omitempty"`
		Basis   source.Basis      `json:"basis"`
		Source  string            `json:"source"`
		Effect  contracts.Effect  `json:"effect"`
		Needs   []contracts.Need  `json:"needs,omitempty"`
		States  []string          `json:"states"`
	}
	var all []entry
	for _, c := range cases.All() {
		all = append(all, entry{
			c.ID, c.Title, c.Surface, c.Level, c.Edition, c.Basis(), c.Source(), c.Effect, c.Needs, strings.Fields(c.States),
		})
	}
	return printJSON(cmd, all)
}

func printJSON(cmd *cobra.Command, v any) error {
	e := json.NewEncoder(cmd.OutOrStdout())
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return e.Encode(v)
}

func contractStatusCommand() *cobra.Command {
	format, folder, days := "text", "contract-evidence", 180
	cmd := &cobra.Command{
		Use:   "status",
		Short: "Show how evidence from the real APIs confirms each case",
		Long: "Reads the evidence that contract --record wrote and shows for each case whether it is\n" +
			"verified (it passed on the real API, on that date), stale (the evidence is old, or the\n" +
			"case has changed), refuted (it failed there), unverified, or mock only (there is nothing\n" +
			"to verify).",
		Args: arguments(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if _, err := os.Stat(folder); err != nil && cmd.Flags().Changed("record") {
				return exit.With(exit.Usage, err)
			}
			all, err := evidence.Verify(cases.All(), folder, clock.Wall(), time.Duration(days)*24*time.Hour)
			if err != nil {
				return exit.With(exit.Failed, err)
			}
			if format == "json" {
				return printJSON(cmd, all)
			}
			return printStatus(cmd, all)
		},
	}
	config.Add(cmd.Flags(), config.Choice(&format, "text", "json"), "output", "o", "format of the list")
	config.Add(cmd.Flags(), config.Text(&folder, "folder"), "record", "", "folder of the evidence")
	config.Add(cmd.Flags(), config.Number(&days, 1), "max-age", "", "days after which evidence is stale")
	return cmd
}

func printStatus(cmd *cobra.Command, all []evidence.Verification) error {
	w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
	counts := map[string]int{}
	for _, v := range all {
		counts[v.Status]++
		date := "-"
		if !v.Date.IsZero() {
			date = v.Date.Format(time.DateOnly)
		}
		title := v.Title
		if v.Why != "" {
			title += " (" + v.Why + ")"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", v.ID, v.Status, date, v.Basis, title)
	}
	if err := w.Flush(); err != nil {
		return err
	}
	_, err := fmt.Fprintln(cmd.OutOrStdout(), session.Numbers(counts))
	return err
}
