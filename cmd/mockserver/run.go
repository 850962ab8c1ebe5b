package main

import (
	"errors"
	"fmt"
	"os"
	"os/signal"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/httpserver"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/interrupt"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/session"
	"github.com/dailymock/dailymock/internal/clock"
)

// runSettings are the settings of run.
type runSettings struct {
	config.Settings
	proxyListen string
	allow       config.List
	passthrough bool
	serveOnly   bool
	isolate     bool

	failOn     config.List
	output     string
	outputFile string
}

func runCommand() *cobra.Command {
	var s runSettings
	cmd := &cobra.Command{
		Use:   "run [flags] -- COMMAND [ARG]…",
		Short: "Run an unmodified client against the mock",
		Long: "Runs a client that uses the vendors' hosts. Its environment variables make it use a\n" +
			"proxy, which sends the requests for these hosts to the mock. Nothing else on the\n" +
			"machine changes. Requests to other hosts are refused, and then the run fails;\n" +
			"requests to the client's own machine are not.\n\n" +
			"A summary goes to standard error. The exit status is the client's, or 1 if a\n" +
			"condition of --fail-on holds.",
		Example: "  mockserver run -- ./report.sh\n" +
			"  mockserver run --speed 60 --report-takes 10m -- python3 report.py\n" +
			"  mockserver run --isolate -- php report.php\n" +
			"  mockserver run --fail-on escape,unfinished-report -o junit --output-file run.xml -- npm test\n" +
			"  mockserver run --serve-only    # then, in another shell: eval \"$(mockserver env)\"",
		RunE: func(cmd *cobra.Command, args []string) error {
			from, err := config.Load(cmd, os.Environ())
			if err != nil {
				return err
			}
			if err := s.check(args, from); err != nil {
				return err
			}
			if err := checkFiles([2]string{from.Name("output-file"), s.outputFile}); err != nil {
				return err
			}
			cmd.SetOut(unchecked(cmd.OutOrStdout()))
			return s.run(cmd, args, from)
		},
	}
	s.flags(cmd)
	return cmd
}

func (s *runSettings) flags(cmd *cobra.Command) {
	fs := cmd.Flags()
	fs.SetInterspersed(false) // flags after COMMAND belong to it
	s.proxyListen, s.output = "127.0.0.1:0", "text"
	s.allow.Name = "host"
	s.failOn = config.List{Words: []string{"escape", "no-request"}, Name: "condition"}
	s.failOn.Known = append(session.Conditions(), "none")
	config.Add(fs, config.Switch(&s.serveOnly), "serve-only", "",
		"run no command; keep mock and proxy running for clients prepared by mockserver env")
	config.Add(fs, config.Text(&s.proxyListen, "address"), "proxy-listen", "",
		"loopback address of the proxy; port 0 picks a free port")
	config.Add(fs, &s.allow, "allow-host", "",
		"other hosts that the client may reach, such as pypi.org, or .pypi.org for all names below it too")
	config.Add(fs, config.Switch(&s.passthrough), "passthrough", "", "let the client reach all other hosts")
	config.Add(fs, config.Switch(&s.isolate), "isolate", "",
		"on Linux, run the client where it can reach only the mock, so that its proxy settings do not matter")
	config.Add(fs, &s.failOn, "fail-on", "",
		"conditions that make the run fail although the client succeeds: "+strings.Join(s.failOn.Known, ", "))
	config.Add(fs, config.Choice(&s.output, "text", "json", "junit"), "output", "o", "format of the summary")
	config.Add(fs, config.Text(&s.outputFile, "file"), "output-file", "",
		"file for the summary; standard error gets it as text too")
	s.Settings.Flags(fs)
	fs.Lookup("listen").Usage = "address of the mock itself; default: a free port, or 127.0.0.1:8080 with --serve-only"
	fs.Lookup("listen").DefValue = ""
	s.Quiet = true
	fs.Lookup("quiet").Usage = "do not log each request; --quiet=false does"
	fs.Lookup("quiet").DefValue = "true"
}

// check checks what one flag alone cannot know.
func (s *runSettings) check(args []string, from config.Sources) error {
	switch {
	case s.serveOnly && len(args) > 0:
		return fmt.Errorf("--serve-only runs no command; remove %q or --serve-only", args[0])
	case s.LogFormat == "json" && s.output == "junit" && s.outputFile == "":
		return errors.New("-o junit and --log-format json both write to standard error; use --output-file for one of them")
	case s.LogFormat == "text" && s.output == "json" && s.outputFile == "":
		return errors.New("-o json and --log-format text both write to standard error; use --output-file for one of them")
	case s.serveOnly && s.isolate:
		return errors.New("--serve-only runs no command that --isolate could isolate; remove one of them")
	case !s.serveOnly && len(args) == 0:
		return errors.New("missing command; usage: mockserver run -- COMMAND [ARG]…")
	case s.failOn.Has("none") && len(s.failOn.Words) > 1:
		return fmt.Errorf("%s: none cannot be combined with other conditions", from.Name("fail-on"))
	}
	if s.serveOnly && from["fail-on"] == "" {
		s.failOn.Words = []string{"escape"} // it may be stopped before any client starts
	}
	if !s.serveOnly && from["listen"] == "" {
		s.Listen = "127.0.0.1:0" // several runs at once need several ports
	}
	return nil
}

// run starts a session, runs the client in it, and writes the summary.
func (s *runSettings) run(cmd *cobra.Command, args []string, from config.Sources) error {
	out := newOutput(cmd.ErrOrStderr(), s.logFormat())
	defer out.close()
	return out.wrap(s.runWith(cmd, args, from, out))
}

// logFormat returns the format of the log, which is that of the summary if both go to standard error.
func (s *runSettings) logFormat() string {
	switch {
	case s.LogFormat != "auto":
		return s.LogFormat
	case s.output == "json" && s.outputFile == "":
		return "json"
	}
	return "text"
}

func (s *runSettings) runWith(cmd *cobra.Command, args []string, from config.Sources, out output) error {
	mock, err := s.New(from, out.log, out.requests)
	if err != nil {
		return err
	}
	secure, err := httpserver.ListenTLS(&s.Settings, from, mock, out.log)
	if err != nil {
		return err
	}
	// From here on signals go to the client; the session is closed after it.
	signals := make(chan os.Signal, 16)
	signal.Notify(signals, session.Signals()...)
	defer signal.Stop(signals)
	interrupt.Hold(cmd.Context())

	live, err := session.Start(session.Config{
		Secure: secure, Mock: mock, Log: out.log, Listen: s.Listen, ListenName: from.Name("listen"),
		ProxyListen: s.proxyListen, ProxyListenName: from.Name("proxy-listen"),
		ReadyFile: s.ReadyFile, ControlToken: s.ControlToken(),
		Allow: s.allow.Words, Passthrough: s.passthrough, Isolate: s.isolate,
	})
	if err != nil {
		return exit.With(exit.Usage, err)
	}
	if s.ReadyFile != "" {
		defer httpserver.RemoveReady(s.ReadyFile, live.Base, out.log)
	}
	begun := clock.Wall()
	status := 0
	if s.serveOnly {
		s.announce(out, live)
		err = live.Wait(signals)
	} else {
		status, err = live.Exec(cmd, args, signals)
	}
	took := clock.Wall().Sub(begun)
	live.Close(s.DrainTimeout)
	if saved := mock.Close(); err == nil {
		err = exit.With(exit.Failed, saved)
	}
	if err != nil {
		return err
	}
	return s.end(out, live.Summary(args, status, took))
}

// announce says how to connect clients.
func (s *runSettings) announce(out output, live *session.Session) {
	if out.json != nil {
		out.log.Info("listening", "url", live.Base, "clients", "mockserver env "+live.Base)
		return
	}
	live.Announce(out.to)
}

// end writes the summary and returns the exit status. The client's own failure
// takes precedence.
func (s *runSettings) end(out output, summary *session.Summary) error {
	summary.Check(s.failOn.Words)
	text, result := summary.Text, summary.Format(s.output)
	if out.json != nil {
		text = summary.Line
		if s.outputFile == "" {
			result = summary.Line
		}
	}
	if err := writeOutput(out.to, s.outputFile, text, result); err != nil {
		return exit.With(exit.Failed, err)
	}
	status := summary.Status
	if status == 0 && len(summary.Failed) > 0 {
		status = exit.Failed
	}
	return exit.Silent(status)
}
