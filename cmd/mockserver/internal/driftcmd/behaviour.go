package driftcmd

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/contracts/evidence"
	"github.com/dailymock/dailymock/internal/drift"
	"github.com/dailymock/dailymock/internal/drift/behaviour"
)

func behaviourCommand(args Arguments) *cobra.Command {
	var o options
	cmd := &cobra.Command{
		Use:   "behaviour DIR [FROM TO]",
		Short: "Compare runs of the contract suite that contract --record wrote",
		Long: "Reports what changed between two runs: results of cases, statuses, headers, members of\n" +
			"responses and their forms, constants of the API, timings and the servers, and since when.\n" +
			"FROM and TO are ids or dates of runs in DIR; the default is the last two. DIR may have the\n" +
			"folders real, other and mock: the first that has two runs is read.\n\n" + exitStatuses,
		Example: "  mockserver drift behaviour contract-evidence\n" +
			"  mockserver drift behaviour contract-evidence 2026-11-01 2026-11-28 -o markdown",
		Args: args(1, 3),
		RunE: withSettings(func(cmd *cobra.Command, args []string) error {
			if len(args) == 2 {
				return exit.With(exit.Usage, fmt.Errorf("FROM without TO; usage: %s", cmd.UseLine()))
			}
			return runBehaviour(cmd, o, args[0], args[1:])
		}),
	}
	o.add(cmd)
	return cmd
}

func runBehaviour(cmd *cobra.Command, o options, folder string, chosen []string) error {
	runs, err := readRuns(folder)
	if err != nil {
		return exit.With(exit.Usage, err)
	}
	r := drift.Report{Witness: "behaviour", From: folder, To: folder}
	switch from, to, err := choose(runs, chosen); {
	case err != nil:
		return exit.With(exit.Usage, err)
	case to <= from:
		r.Unknown = []string{fmt.Sprintf("%s has %d runs; two are needed to compare", folder, len(runs))}
	default:
		runs = runs[from : to+1]
		last := runs[len(runs)-1]
		r.From, r.To = name(runs[0]), name(last)
		r.Changes, r.Compared = behaviour.Compare(runs[0], last)
		behaviour.Since(r.Changes, runs)
	}
	return o.write(cmd, r, nil)
}

// name returns the date and the id of a run.
func name(r evidence.Run) string {
	return fmt.Sprintf("%s of %s on %s", r.ID, r.Date.Format(time.DateTime), r.Target)
}

// readRuns returns the runs of a folder or of the first of its parts that has two, the oldest first.
func readRuns(folder string) ([]evidence.Run, error) {
	if _, err := os.Stat(folder); err != nil {
		return nil, err
	}
	var most []evidence.Run
	for _, part := range []string{"", "real", "other", "mock"} {
		runs, err := evidence.History(filepath.Join(folder, part))
		if err != nil {
			return nil, err
		}
		if len(runs) > len(most) {
			most = runs
		}
		if len(most) > 1 {
			break
		}
	}
	return most, nil
}

// choose returns the indices of the runs to compare: those chosen by id or by the beginning of their date, or the last
// two.
func choose(runs []evidence.Run, chosen []string) (from, to int, err error) {
	if len(chosen) == 0 {
		return max(len(runs)-2, 0), len(runs) - 1, nil
	}
	var at [2]int
	for i, text := range chosen {
		at[i] = slices.IndexFunc(runs, func(r evidence.Run) bool {
			return r.ID == text || strings.HasPrefix(r.Date.Format(time.RFC3339), text)
		})
		if at[i] < 0 {
			return 0, 0, fmt.Errorf("no run %q; the runs are %s", text, names(runs))
		}
	}
	if at[0] >= at[1] {
		return 0, 0, fmt.Errorf("run %q is not before %q", chosen[0], chosen[1])
	}
	return at[0], at[1], nil
}

func names(runs []evidence.Run) string {
	var all []string
	for _, r := range runs {
		all = append(all, r.ID+" ("+r.Date.Format(time.RFC3339)+")")
	}
	return strings.Join(all, ", ")
}
