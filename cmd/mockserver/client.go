package main

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"

	"github.com/dailymock/dailymock"
	"github.com/spf13/cobra"
)

// An exit is an exit status that needs no words: a client's own.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// clientSettings are what run wants to know beyond serve.
type clientSettings struct {
	settings
	proxyListen string
	allow       list
	passthrough bool
	serveOnly   bool

	failOn     list
	output     string
	outputFile string
}

func runCommand() *cobra.Command {
	var s clientSettings
	cmd := &cobra.Command{
		Use:   "run [flags] -- COMMAND [ARG]…",
		Short: "Run an unmodified client against the mock",
		Long: "Runs a client that has the vendors' hosts written into it. Its environment makes it\n" +
			"talk to them through a proxy that is the mock; nothing outside of the client changes.\n" +
			"Its exit status is passed on, and what it did is summed up on standard error.\n" +
			"Any other host is refused, and then the run fails; the client's own machine is not.",
		Example: "  mockserver run -- ./report.sh\n" +
			"  mockserver run --speed 240 --report-takes 1h -- python3 report.py\n" +
			"  mockserver run --fail-on escape,unfinished-report -o junit --output-file run.xml -- npm test\n" +
			"  mockserver run --serve-only    # and elsewhere: eval \"$(mockserver env)\"",
		RunE: func(cmd *cobra.Command, args []string) error {
			s.allow.loaded()
			s.failOn.loaded()
			from, err := load(cmd, os.Getenv)
			if err != nil {
				return err
			}
			if err := s.check(args, from); err != nil {
				return failure{exitUsage, err}
			}
			return s.run(cmd, args)
		},
	}
	s.flags(cmd)
	return cmd
}

func (s *clientSettings) flags(cmd *cobra.Command) {
	fs := cmd.Flags()
	fs.SetInterspersed(false) // what follows COMMAND is its own
	s.settings.flags(fs)
	fs.Lookup("listen").Usage = "`address` at which the mock answers directly too; without it a free port, or 127.0.0.1:8080 with --serve-only"

	s.proxyListen, s.output = "127.0.0.1:0", "text"
	s.failOn = list{words: []string{"escape"}, known: append(conditionNames(), "none")}
	fs.StringVar(&s.proxyListen, "proxy-listen", s.proxyListen, "loopback `address` of the proxy; port 0 takes a free one")
	fs.Var(&s.allow, "allow-host", "other `hosts` to let through, such as pypi.org, or .pypi.org with all below it")
	fs.BoolVar(&s.passthrough, "passthrough", false, "let every other host through")
	fs.BoolVar(&s.serveOnly, "serve-only", false, "run no command; keep mock and proxy for the clients that \"mockserver env\" prepares")
	fs.Var(&s.failOn, "fail-on", "`conditions` that make a client's success a failure: "+strings.Join(conditionNames(), ", ")+"; or none")
	fs.VarP(as(&s.output, oneOf("text", "json", "junit")), "output", "o", "`form` of the summary: text, json or junit")
	fs.StringVar(&s.outputFile, "output-file", "", "`file` for the summary; people still get theirs on standard error")
}

func (s *clientSettings) check(args []string, from sources) error {
	switch {
	case s.serveOnly && len(args) > 0:
		return fmt.Errorf("--serve-only runs no command, and %q is one", args[0])
	case !s.serveOnly && len(args) == 0:
		return errors.New("a command is missing: mockserver run -- COMMAND [ARG]…")
	case s.failOn.has("none") && len(s.failOn.words) > 1:
		return errors.New("--fail-on none stands alone")
	}
	if !s.serveOnly && from["listen"] == "" {
		s.listen = "127.0.0.1:0" // so that several runs do not meet
	}
	return nil
}

// run sets the stage, lets the client play on it, and says how it was.
func (s *clientSettings) run(cmd *cobra.Command, args []string) error {
	// From here on a signal is the client's, and ends nothing before the stage
	// has been cleared.
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, passedOn()...)
	defer signal.Stop(signals)

	out := newOutput(cmd.ErrOrStderr(), s.logFormat)
	st, err := s.setStage(out)
	if err != nil {
		return failure{exitUsage, err}
	}
	if s.readyFile != "" {
		defer removeReady(s.readyFile, st.base, out.log)
	}
	begun := dailymock.Wall()
	status := 0
	if s.serveOnly {
		st.announce(cmd.ErrOrStderr())
		err = st.hold(signals)
	} else {
		status, err = play(cmd, args, st.environment(), signals)
	}
	took := dailymock.Wall().Sub(begun)
	st.clear(s.drainTimeout)
	if err != nil {
		return err
	}
	return s.end(cmd, st.verdict(args, status, took))
}

// end tells the verdict and makes it the exit status; a client's own failure
// goes before ours.
func (s *clientSettings) end(cmd *cobra.Command, v *verdict) error {
	v.judge(s.failOn.words)
	if err := s.tell(cmd, v); err != nil {
		return failure{exitFailed, err}
	}
	switch {
	case v.Status != 0:
		return exit(v.Status)
	case len(v.Failed) > 0:
		return exit(exitFailed)
	}
	return nil
}
