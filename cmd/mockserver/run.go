package main

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"

	"github.com/dailymock/dailymock/internal/clock"
	"github.com/spf13/cobra"
)

// An exit is an exit status that needs no words: a client's own.
type exit int

func (e exit) Error() string { return fmt.Sprintf("exit status %d", int(e)) }

// runSettings are what run wants to know beyond serve.
type runSettings struct {
	settings
	proxyListen string
	allow       flagList
	passthrough bool
	serveOnly   bool

	failOn     flagList
	output     string
	outputFile string
}

func runCommand() *cobra.Command {
	var s runSettings
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

func (s *runSettings) flags(cmd *cobra.Command) {
	fs := cmd.Flags()
	fs.SetInterspersed(false) // what follows COMMAND is its own
	s.settings.flags(fs)
	fs.Lookup("listen").Usage = "`address` at which the mock answers directly too; without it a free port, or 127.0.0.1:8080 with --serve-only"

	s.proxyListen, s.output = "127.0.0.1:0", "text"
	s.failOn = flagList{words: []string{"escape"}, known: append(conditionNames(), "none")}
	fs.StringVar(&s.proxyListen, "proxy-listen", s.proxyListen, "loopback `address` of the proxy; port 0 takes a free one")
	fs.Var(&s.allow, "allow-host", "other `hosts` to let through, such as pypi.org, or .pypi.org with all below it")
	fs.BoolVar(&s.passthrough, "passthrough", false, "let every other host through")
	fs.BoolVar(&s.serveOnly, "serve-only", false, "run no command; keep mock and proxy for the clients that \"mockserver env\" prepares")
	fs.Var(&s.failOn, "fail-on", "`conditions` that make a client's success a failure: "+strings.Join(conditionNames(), ", ")+"; or none")
	fs.VarP(as(&s.output, oneOf("text", "json", "junit")), "output", "o", "`form` of the summary: text, json or junit")
	fs.StringVar(&s.outputFile, "output-file", "", "`file` for the summary; people still get theirs on standard error")
}

func (s *runSettings) check(args []string, from sources) error {
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

// run starts a session, runs the client in it, and writes the summary.
func (s *runSettings) run(cmd *cobra.Command, args []string) error {
	// From here on signals go to the client; the session is closed after it.
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, passedOn()...)
	defer signal.Stop(signals)

	out := newOutput(cmd.ErrOrStderr(), s.logFormat)
	session, err := s.startSession(out)
	if err != nil {
		return failure{exitUsage, err}
	}
	if s.readyFile != "" {
		defer removeReady(s.readyFile, session.base, out.log)
	}
	begun := clock.Wall()
	status := 0
	if s.serveOnly {
		session.announce(cmd.ErrOrStderr())
		err = session.wait(signals)
	} else {
		status, err = execClient(cmd, args, session.environment(), signals)
	}
	took := clock.Wall().Sub(begun)
	session.close(s.drainTimeout)
	if err != nil {
		return err
	}
	return s.end(cmd, session.summary(args, status, took))
}

// end writes the summary and returns the exit status. The client's own failure
// takes precedence.
func (s *runSettings) end(cmd *cobra.Command, v *runSummary) error {
	v.check(s.failOn.words)
	if err := s.writeSummary(cmd, v); err != nil {
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
