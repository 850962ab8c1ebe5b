package main

import (
	"context"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/ledger"
	"github.com/dailymock/dailymock/internal/clock"
)

func contractPlanCommand() *cobra.Command {
	var s contractSettings
	cmd := &cobra.Command{
		Use:   "plan",
		Short: "Show what a run of contract with the same flags would do",
		Long: "Shows how many cases would run, and how many more with another --allow or with other\n" +
			"credentials, and what it would cost: requests, reports and uploads, measured with a mock\n" +
			"of its own that is treated like the target. Sends nothing to the target.",
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
	if !target.Mock {
		if err := rehearse(cmd, o); err != nil {
			return exit.With(exit.Failed, err)
		}
	}
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

// rehearse runs the cases against a mock as if it were the target, and prints what that cost.
func rehearse(cmd *cobra.Command, o contracts.Options) error {
	now := clock.Wall()
	server, err := dailymock.New(dailymock.Options{Now: now, Logger: slog.New(slog.DiscardHandler)})
	if err != nil {
		return err
	}
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	serving := &http.Server{Handler: server, ReadHeaderTimeout: time.Minute}
	go serving.Serve(l)
	defer serving.Close()
	o.Target = contracts.Target{Base: "http://" + l.Addr().String(), Keys: o.Target.Keys}
	o.Ledger, o.Time, o.Timeout = &ledger.Ledger{}, &rehearsal{now: now, advance: server.Advance}, 0
	found, err := contracts.Run(cmd.Context(), o)
	if err != nil {
		return err
	}
	made := map[string]int{}
	for _, e := range o.Ledger.Entries {
		made[e.Kind]++
	}
	fmt.Fprintf(cmd.OutOrStdout(), "about %d requests, %d reports and %d uploads; a report that takes two hours costs "+
		"a dozen requests more\n", found.Requests, made["report"], made["video"])
	return nil
}

// A rehearsal is a Timekeeper whose time passes only in Sleep, for the mock too.
type rehearsal struct {
	now     time.Time
	advance func(time.Duration) error
}

func (r *rehearsal) Now() time.Time { return r.now }

func (r *rehearsal) Sleep(_ context.Context, d time.Duration) error {
	r.now = r.now.Add(d)
	return r.advance(d)
}
