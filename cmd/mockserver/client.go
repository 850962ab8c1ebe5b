package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/internal/proxy"
	"github.com/dailymock/dailymock/internal/proxy/environ"
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
			if _, err := load(cmd, os.Getenv); err != nil {
				return err
			}
			if err := s.check(cmd, args); err != nil {
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

func (s *clientSettings) check(cmd *cobra.Command, args []string) error {
	switch {
	case s.serveOnly && len(args) > 0:
		return fmt.Errorf("--serve-only runs no command, and %q is one", args[0])
	case !s.serveOnly && len(args) == 0:
		return errors.New("a command is missing: mockserver run -- COMMAND [ARG]…")
	case s.failOn.has("none") && len(s.failOn.words) > 1:
		return errors.New("--fail-on none stands alone")
	}
	if !s.serveOnly && s.listen == cmd.Flags().Lookup("listen").DefValue {
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
	begun := dailymock.Wall()
	status := 0
	if s.serveOnly {
		st.announce(cmd)
		err = st.hold(signals)
	} else {
		status, err = play(cmd, args, st.environment(), signals)
	}
	took := dailymock.Wall().Sub(begun)
	st.clear(s.drainTimeout)
	if err != nil {
		return err
	}
	v := st.verdict(args, status, took)
	v.judge(s.failOn.words)
	if err := s.tell(cmd, v); err != nil {
		return failure{exitFailed, err}
	}
	if status == 0 && len(v.Failed) > 0 {
		status = exitFailed
	}
	if status != 0 {
		return exit(status)
	}
	return nil
}

// A stage is a mock with a proxy in front of it, and the files of its clients.
type stage struct {
	mock    *dailymock.Server
	proxy   *proxy.Proxy
	direct  *http.Server
	address string // of the proxy
	base    string // of the mock itself
	folder  environ.Folder
	snubs   *snubs
	failed  chan error // a listener that broke down
}

// setStage starts everything, or leaves nothing behind.
func (s *clientSettings) setStage(out output) (*stage, error) {
	o, err := s.options()
	if err != nil {
		return nil, err
	}
	o.Logger = out.log
	st := &stage{snubs: newSnubs(), failed: make(chan error, 2)}
	if st.mock, err = dailymock.New(o); err != nil {
		return nil, err
	}
	st.proxy, err = proxy.New(proxy.Config{
		Hosts: st.mock.Hosts(), Handler: st.mock, Now: dailymock.Wall,
		Allow: s.allow.words, Passthrough: s.passthrough, Upstream: http.ProxyFromEnvironment,
		Refused: st.snubs.refuse, Mistrust: st.snubs.mistrust, Log: out.log,
	})
	if err != nil {
		return nil, err
	}
	if err := st.listen(s, out); err != nil {
		st.clear(0)
		return nil, err
	}
	return st, nil
}

func (st *stage) listen(s *clientSettings, out output) error {
	near, err := listen(s.listen)
	if err != nil {
		return err
	}
	st.base = "http://" + near.Addr().String()
	st.direct = httpServer(st.desk(), out.log)
	go st.serve(st.direct.Serve, near)

	far, err := net.Listen("tcp", s.proxyListen)
	if err != nil {
		return fmt.Errorf("%w; --proxy-listen takes an address such as 127.0.0.1:0", err)
	}
	if a := far.Addr().(*net.TCPAddr); !a.IP.IsLoopback() {
		far.Close()
		return fmt.Errorf("--proxy-listen is %s; the proxy is for this machine alone, so an address such as 127.0.0.1:0 is needed", s.proxyListen)
	}
	st.address = far.Addr().String()
	go st.serve(st.proxy.Serve, far)

	if st.folder, err = environ.NewFolder(); err != nil {
		return err
	}
	return st.folder.Write(environ.Client{Proxy: st.address, CA: st.proxy.CA()}, os.Environ())
}

func (st *stage) serve(serve func(net.Listener) error, l net.Listener) {
	if err := serve(l); !errors.Is(err, http.ErrServerClosed) {
		st.failed <- err
	}
}

// environment is what a client is started with. DAILYMOCK_URL is for tests that
// want to move the mock's clock, and for clients that take a base URL.
func (st *stage) environment() []string {
	v := st.folder.Variables(st.address, os.Environ())
	v = append(v, environ.Variable{Name: urlVariable, Value: st.base})
	return v.Over(os.Environ())
}

// urlVariable holds the base URL of the mock itself.
const urlVariable = "DAILYMOCK_URL"

// clear lets requests in flight end, so long and no longer, and removes the files.
func (st *stage) clear(longest time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	defer cancel()
	st.proxy.Close(ctx) // what was cut is in the journal, as requests without status
	if st.direct != nil && st.direct.Shutdown(ctx) != nil {
		st.direct.Close()
	}
	if st.folder != "" {
		st.folder.Remove()
	}
}

// hold keeps the stage until a signal.
func (st *stage) hold(signals <-chan os.Signal) error {
	for {
		select {
		case s := <-signals:
			if ends(s) {
				return nil
			}
		case err := <-st.failed:
			return failure{exitFailed, err}
		}
	}
}
