package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/interrupt"
	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/cases"
	"github.com/dailymock/dailymock/contracts/cleanup"
	"github.com/dailymock/dailymock/contracts/evidence"
	"github.com/dailymock/dailymock/contracts/known"
	"github.com/dailymock/dailymock/contracts/ledger"
	"github.com/dailymock/dailymock/contracts/render"
	"github.com/dailymock/dailymock/internal/clock"
	"github.com/dailymock/dailymock/internal/drift/history"
)

// check checks combinations of flags.
func (s *contractSettings) check() error {
	switch {
	case s.start != "" && s.resume != "":
		return errors.New("--start and --resume cannot be combined; resume in a second run")
	case s.vary != 0 && s.target != "mock":
		return errors.New("--vary needs --target mock")
	case (s.start != "" || s.resume != "") && !s.allow.Has(string(contracts.CreatesReport)) && s.target != "mock":
		return errors.New("--start and --resume need --allow creates-report")
	}
	return nil
}

func (s *contractSettings) run(cmd *cobra.Command) error {
	if err := s.check(); err != nil {
		return exit.With(exit.Usage, err)
	}
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
	if o.Parallel == 0 && target.Mock {
		o.Parallel = 4
		if target.Advance == nil {
			o.Parallel = 16 // most cases wait
		}
	}
	if err := s.openFiles(&o); err != nil {
		return exit.With(exit.Usage, err)
	}
	o.Before = func(lines []string) {
		for _, line := range lines {
			fmt.Fprintln(cmd.ErrOrStderr(), line)
		}
	}
	o.Progress = progress(cmd.ErrOrStderr(), len(o.Cases))
	do := contracts.Run
	if s.cleanup {
		do = cleanup.Run
	}
	interrupt.Hold(cmd.Context())
	found, err := do(cmd.Context(), o)
	if err != nil {
		return exit.With(exit.Usage, err)
	}
	if err := s.end(cmd, o, found); cmd.Context().Err() == nil {
		return err
	}
	return exit.With(exit.Interrupted, errors.New("interrupted"))
}

// options returns the options of the suite, without the target.
func (s *contractSettings) options() (contracts.Options, error) {
	var surfaces []contracts.Surface
	for _, name := range s.surfaces.Words {
		surfaces = append(surfaces, contracts.Surface(name))
	}
	var allow []contracts.Effect
	for _, name := range s.allow.Words {
		allow = append(allow, contracts.Effect(name))
	}
	choice := contracts.Selection{IDs: s.cases.Words, Surfaces: surfaces, Level: contracts.Level(s.level)}
	chosen, err := choice.Select(cases.All())
	if err != nil {
		return contracts.Options{}, err
	}
	if len(chosen) == 0 {
		return contracts.Options{}, errors.New("no case matches --case, --surface and --level")
	}
	timeout := s.timeout
	if timeout == 0 && slices.Contains(allow, contracts.CreatesReport) {
		timeout = 150 * time.Minute // a report takes two hours (docs/spec/reporting.md#limits)
	}
	var accepted []contracts.Difference
	if s.known != "" {
		if accepted, err = known.Read(s.known, cases.All()); err != nil {
			return contracts.Options{}, fmt.Errorf("--known: %w", err)
		}
	}
	return contracts.Options{
		Known: append(accepted, contracts.Differences...),
		Cases: chosen, Allow: allow, FailFast: s.failFast, Parallel: s.parallel, Timeout: timeout,
		Serves: surfaces, MinConclusive: s.enough, Budget: s.budget, Pause: s.pause, RunID: runID(), Start: s.start != "",
	}, nil
}

// runID returns a random id that marks what this run creates.
func runID() string {
	var b [4]byte
	rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// openFiles opens the ledger and the state of reports.
func (s *contractSettings) openFiles(o *contracts.Options) error {
	file := s.ledger
	if file == "" && !o.Target.Mock {
		file = ledgerFile // it is written only if something is created, be it by surprise
	}
	var err error
	if o.Ledger, err = ledger.Open(file); err != nil {
		return fmt.Errorf("--ledger: %w", err)
	}
	state := s.start + s.resume
	if s.resume != "" {
		if _, err := os.Stat(s.resume); err != nil {
			return fmt.Errorf("--resume: %w", err)
		}
	}
	if o.Reports, err = ledger.OpenReports(state); err != nil {
		return fmt.Errorf("--start: %w", err)
	}
	return nil
}

// end writes findings and evidence, and returns the exit status.
func (s *contractSettings) end(cmd *cobra.Command, o contracts.Options, found *contracts.Findings) error {
	var err error
	if s.record != "" {
		err = errors.Join(history.Compare(found, s.record), evidence.Record(found, s.record))
		known.Apply(found, o.Known, clock.Wall())
	}
	text := func(w io.Writer, found *contracts.Findings) error { return render.Text(w, found, s.verbose) }
	result := map[string]func(io.Writer, *contracts.Findings) error{
		"text": text, "json": render.JSON, "junit": render.JUnit, "markdown": render.Markdown,
	}[s.output]
	bound := func(write func(io.Writer, *contracts.Findings) error) func(io.Writer) error {
		return func(w io.Writer) error { return write(w, found) }
	}
	err = errors.Join(err, writeOutput(cmd.OutOrStdout(), s.outputFile, bound(text), bound(result)))
	if err = errors.Join(err, o.Ledger.Err(), o.Reports.Err()); err != nil {
		return exit.With(exit.Failed, err)
	}
	if left := o.Ledger.Left(); len(left) > 0 {
		fmt.Fprintf(
			cmd.ErrOrStderr(),
			"mockserver: %d objects that runs created still exist; %s lists them, --cleanup deletes them\n",
			len(left), o.Ledger.File,
		)
	}
	if s.start != "" && found.Status() == contracts.StatusInconclusive && len(o.Reports.List) > 0 {
		return nil // requesting the reports was the purpose
	}
	return exit.Silent(found.Status())
}

// progress returns a function that shows progress on a terminal, or nil elsewhere.
func progress(w io.Writer, total int) func(contracts.Result) {
	if !isTerminal(w) {
		return nil
	}
	done := 0
	return func(r contracts.Result) {
		done++
		line := fmt.Sprintf("%d/%d %s %s", done, total, r.ID, r.Outcome)
		fmt.Fprintf(w, "\r%-60s", line)
		if r.Outcome == contracts.Fail {
			fmt.Fprintln(w)
		}
		if done == total {
			fmt.Fprintf(w, "\r%-60s\r", "")
		}
	}
}
