package main

import (
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/dailymock/dailymock/contracts"
	"github.com/dailymock/dailymock/contracts/cases"
	"github.com/spf13/cobra"
)

// contractSettings are what a run of the contract suite wants to know.
type contractSettings struct {
	config string

	target   string
	vary     string
	cases    flagList
	surfaces flagList
	level    string
	allow    flagList

	failFast bool
	parallel int
	timeout  time.Duration
	budget   int
	pause    time.Duration

	start, resume string
	ledger        string
	cleanup       bool
	record        string

	output     string
	outputFile string
	verbose    bool
}

// ledgerFile is where what was created is written down unless --ledger says.
const ledgerFile = "contract-ledger.json"

func contractCommand() *cobra.Command {
	var s contractSettings
	cmd := &cobra.Command{
		Use:   "contract",
		Short: "Run the contract suite against a mock, the real APIs or a URL",
		Long: "Checks what clients may rely on. Against a mock every case runs. Against anything\n" +
			"else only what reads, or has to be refused, runs unless --allow names more, and\n" +
			"nothing that is merely assumed is asserted. Credentials come from DAILYMOTION_PUBLIC_KEY,\n" +
			"DAILYMOTION_PUBLIC_SECRET, DAILYMOTION_USERNAME, DAILYMOTION_PASSWORD,\n" +
			"DAILYMOTION_PRIVATE_KEY, DAILYMOTION_PRIVATE_SECRET and DYNTUBE_API_KEY, or from the\n" +
			"files that the same names with _FILE name.\n\n" +
			"Exits with 0 when all that came to a conclusion holds, 1 when a case failed, 2 for\n" +
			"wrong usage, 3 when no case came to a conclusion.",
		Example: "  mockserver contract\n" +
			"  mockserver contract --target http://127.0.0.1:8080 --surface reporting,oauth\n" +
			"  mockserver contract --target live --budget 200 --record evidence -o markdown\n" +
			"  mockserver contract --target live --allow creates-report --start state.json\n" +
			"  mockserver contract --target live --allow creates-report --resume state.json",
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			for _, l := range []*flagList{&s.cases, &s.surfaces, &s.allow} {
				l.loaded()
			}
			if _, err := load(cmd, os.Getenv); err != nil {
				return err
			}
			return s.run(cmd)
		},
	}
	s.flags(cmd)
	cmd.AddCommand(contractListCommand(), contractStatusCommand())
	return cmd
}

func (s *contractSettings) flags(cmd *cobra.Command) {
	fs := cmd.Flags()
	s.target, s.level, s.output = "mock", "may", "text"
	s.surfaces.known, s.allow.known = names(contracts.Surfaces), names(contracts.Effects)
	fs.StringVar(&s.config, "config", "", "read settings from a YAML `file`")
	fs.StringVar(&s.target, "target", s.target, "`what` to run against: mock, which is started for it; live; or a base URL")
	fs.Var(as(&s.vary, number(0)), "vary", "with --target mock, `seed` for answers that say the same in other forms")
	fs.Var(&s.cases, "case", "only these `cases`, such as REPORTING-120")
	fs.Var(&s.surfaces, "surface", "only these `surfaces`: "+strings.Join(s.surfaces.known, ", "))
	fs.Var(as(&s.level, oneOf(names(contracts.Levels)...)), "level", "the least `level`: must, should or may")
	fs.Var(&s.allow, "allow", "`effects` that cases may have on a target that is no mock: "+strings.Join(s.allow.known, ", "))

	fs.BoolVar(&s.failFast, "fail-fast", false, "begin no case after one has failed")
	fs.IntVar(&s.parallel, "parallel", 0, "`number` of cases at a time; 0 means 4 on a mock, else 1")
	fs.Var(as(&s.timeout, duration), "timeout", "for one case, as a `duration`; 0 means 30s, or 2h30m where reports may be created")
	fs.IntVar(&s.budget, "budget", 0, "`number` of requests in all; 0 means no bound")
	fs.Var(as(&s.pause, duration), "pause", "between two requests to a target that is no mock, as a `duration`; 0 means 500ms")

	fs.StringVar(&s.start, "start", "", "ask for the reports that cases need, write them to a `file`, and end")
	fs.StringVar(&s.resume, "resume", "", "go on with the reports of a `file` that --start wrote")
	fs.StringVar(&s.ledger, "ledger", "", "`file` for what was created on a target that is no mock; "+ledgerFile+" where effects are allowed")
	fs.BoolVar(&s.cleanup, "cleanup", false, "run no case: delete what the ledger says is still there")
	fs.StringVar(&s.record, "record", "", "`folder` for evidence: what was seen, of whom, and when")

	fs.VarP(as(&s.output, oneOf("text", "json", "junit", "markdown")), "output", "o", "`form` of the findings: text, json, junit or markdown")
	fs.StringVar(&s.outputFile, "output-file", "", "`file` for the findings; standard output gets the text then")
	fs.BoolVarP(&s.verbose, "verbose", "v", false, "a line for each case in the text")
}

// number is a setting that is empty or a whole number from least on.
func number(least uint64) kind[string] {
	return kind[string]{
		func(text string) (string, error) {
			if n, err := strconv.ParseUint(text, 10, 64); text != "" && (err != nil || n < least) {
				return "", fmt.Errorf("a whole number from %d is needed", least)
			}
			return text, nil
		},
		func(text string) string { return text },
	}
}

func names[T ~string](all []T) []string {
	var texts []string
	for _, one := range all {
		texts = append(texts, string(one))
	}
	return texts
}

func (s *contractSettings) check() error {
	switch {
	case s.start != "" && s.resume != "":
		return errors.New("--start and --resume belong to two runs")
	case s.parallel < 0 || s.budget < 0:
		return errors.New("--parallel and --budget count from 0 on")
	case s.vary != "" && s.target != "mock":
		return errors.New("--vary belongs to --target mock")
	case (s.start != "" || s.resume != "") && !s.allow.has(string(contracts.CreatesReport)) && s.target != "mock":
		return errors.New("--start and --resume are about reports: --allow creates-report is missing")
	}
	return nil
}

func (s *contractSettings) run(cmd *cobra.Command) error {
	if err := s.check(); err != nil {
		return failure{exitUsage, err}
	}
	o, err := s.options()
	if err != nil {
		return failure{exitUsage, err}
	}
	target, end, err := s.aim(cmd.Context())
	if err != nil {
		return err
	}
	defer end()
	o.Target = target
	if o.Parallel == 0 && target.Mock {
		o.Parallel = 4
	}
	if err := s.keep(&o); err != nil {
		return failure{exitUsage, err}
	}
	o.Progress = progress(cmd.ErrOrStderr(), len(o.Cases))
	do := contracts.Run
	if s.cleanup {
		do = contracts.Cleanup
	}
	found, err := do(cmd.Context(), o)
	if err != nil {
		return failure{exitUsage, err}
	}
	return s.end(cmd, o, found)
}

// options are the settings as the suite wants them, but for the target.
func (s *contractSettings) options() (contracts.Options, error) {
	var surfaces []contracts.Surface
	for _, name := range s.surfaces.words {
		surfaces = append(surfaces, contracts.Surface(name))
	}
	var allow []contracts.Effect
	for _, name := range s.allow.words {
		allow = append(allow, contracts.Effect(name))
	}
	cases, err := contracts.Selection{IDs: s.cases.words, Surfaces: surfaces, Level: contracts.Level(s.level)}.Select(cases.All())
	if err != nil {
		return contracts.Options{}, err
	}
	if len(cases) == 0 {
		return contracts.Options{}, errors.New("no case has all of that")
	}
	timeout := s.timeout
	if timeout == 0 && slices.Contains(allow, contracts.CreatesReport) {
		timeout = 150 * time.Minute // a report takes two hours (docs/spec/reporting.md#limits)
	}
	return contracts.Options{
		Cases: cases, Allow: allow, FailFast: s.failFast, Parallel: s.parallel, Timeout: timeout,
		Budget: s.budget, Pause: s.pause, RunID: runID(), Start: s.start != "",
	}, nil
}

// runID tells the things that one run creates from those of others.
func runID() string {
	var b [4]byte
	rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// keep opens the files that outlive a run.
func (s *contractSettings) keep(o *contracts.Options) error {
	file := s.ledger
	if file == "" && (len(o.Allow) > 0 || s.cleanup) && !o.Target.Mock {
		file = ledgerFile
	}
	var err error
	if o.Ledger, err = contracts.OpenLedger(file); err != nil {
		return fmt.Errorf("ledger: %w", err)
	}
	state := s.start + s.resume
	if s.resume != "" {
		if _, err := os.Stat(s.resume); err != nil {
			return fmt.Errorf("resume: %w", err)
		}
	}
	if o.Reports, err = contracts.OpenSavedReports(state); err != nil {
		return fmt.Errorf("state: %w", err)
	}
	return nil
}

// end writes findings and evidence, and makes the exit status.
func (s *contractSettings) end(cmd *cobra.Command, o contracts.Options, found *contracts.Findings) error {
	err := s.writeSummary(cmd.OutOrStdout(), found)
	if s.record != "" {
		err = errors.Join(err, found.Record(s.record))
	}
	if err = errors.Join(err, o.Ledger.Err(), o.Reports.Err()); err != nil {
		return failure{exitFailed, err}
	}
	if left := o.Ledger.Left(); len(left) > 0 {
		fmt.Fprintf(cmd.ErrOrStderr(), "mockserver: %d things that runs created are still there; --cleanup deletes them\n", len(left))
	}
	if s.start != "" && found.Status() == contracts.StatusInconclusive && len(o.Reports.List) > 0 {
		return nil // to ask was all that it was for
	}
	if status := found.Status(); status != 0 {
		return exit(status)
	}
	return nil
}

func (s *contractSettings) writeSummary(w io.Writer, found *contracts.Findings) error {
	text := func(w io.Writer) error { return found.Text(w, s.verbose) }
	write := map[string]func(io.Writer) error{"text": text, "json": found.JSON, "junit": found.JUnit, "markdown": found.Markdown}[s.output]
	if s.outputFile == "" {
		return write(w)
	}
	if err := text(w); err != nil {
		return err
	}
	f, err := os.Create(s.outputFile)
	if err != nil {
		return fmt.Errorf("output-file: %w", err)
	}
	return errors.Join(write(f), f.Close())
}

// progress shows a person at a terminal how far a run is; anybody else nothing.
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
