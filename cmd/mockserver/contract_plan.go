package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/contracts"
)

func contractPlanCommand() *cobra.Command {
	var s contractSettings
	cmd := &cobra.Command{
		Use:   "plan",
		Short: "Show what a run of contract with the same flags would do",
		Long: "Shows how many cases would run, and how many more with another --allow or with other\n" +
			"credentials. Runs no case.",
		Example: "  mockserver contract plan --target live",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if _, err := config.Load(cmd, os.Environ()); err != nil {
				return err
			}
			return s.plan(cmd)
		},
	}
	s.flags(cmd)
	return cmd
}

func (s *contractSettings) plan(cmd *cobra.Command) error {
	o, err := s.options()
	if err != nil {
		return exit.With(exit.Usage, err)
	}
	target, end, err := s.openTarget(cmd.Context(), o.RunID)
	if err != nil {
		return err
	}
	defer end()
	o.Target = target
	p, err := contracts.NewPlan(o)
	if err != nil {
		return exit.With(exit.Usage, err)
	}
	w := cmd.OutOrStdout()
	fmt.Fprintf(w, "%s: %d of %d cases would run, %d of them with a report\n", target.Name, p.Runs, len(o.Cases),
		p.Reports)
	for _, e := range contracts.Effects {
		if n := p.Effects[e]; n > 0 {
			fmt.Fprintf(w, "--allow %s: %d more\n", e, n)
		}
	}
	for _, n := range contracts.Needs {
		if p.Needs[n] > 0 {
			fmt.Fprintf(w, "%d more need %s\n", p.Needs[n], n)
		}
	}
	if p.Mock > 0 {
		fmt.Fprintf(w, "%d run on mocks only\n", p.Mock)
	}
	return nil
}
