// Package session runs a client against a mock: the mock, a proxy in front of
// it, the files and variables that make the client use both, and the summary of
// what the client did.
package session

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/httpserver"
	"github.com/dailymock/dailymock/internal/clock"
	"github.com/dailymock/dailymock/internal/proxy"
	"github.com/dailymock/dailymock/internal/proxy/env"
)

// Config says how to start a Session.
type Config struct {
	Mock *dailymock.Server
	Log  *slog.Logger

	Listen, ListenName           string       // address of the mock, and the setting that holds it
	ProxyListen, ProxyListenName string       // loopback address of the proxy, and its setting
	Secure                       net.Listener // further listener of the mock, with TLS; nil for none
	ReadyFile                    string       // gets the base URL; "" for none
	ControlToken                 string       // of the mock; the client gets it, too

	Allow       []string // hosts that the client may reach
	Passthrough bool     // the client may reach all hosts
	Isolate     bool     // the client can reach only this session; Linux only
}

// A Session is a mock with a proxy in front of it, and the files its clients read.
type Session struct {
	Base string // URL of the mock itself

	mock         *dailymock.Server
	proxy        *proxy.Proxy
	direct       *http.Server
	address      string // of the proxy
	folder       env.Folder
	token        string // of the control API
	isolated     bool
	blockedHosts *blockedHosts
	failed       chan error // errors of the listeners
}

// maxListeners is the number of listeners: three of the session, four in the namespace of an isolated client.
const maxListeners = 7

// Start starts mock and proxy. On an error it cleans up what it started.
func Start(c Config) (*Session, error) {
	s := &Session{
		mock: c.Mock, token: c.ControlToken, isolated: c.Isolate,
		blockedHosts: newBlockedHosts(), failed: make(chan error, maxListeners),
	}
	var err error
	s.proxy, err = proxy.New(proxy.Config{
		Hosts: c.Mock.Hosts(), Handler: c.Mock, Now: clock.Wall,
		Allow: c.Allow, Passthrough: c.Passthrough, Upstream: http.ProxyFromEnvironment,
		Refused: s.blockedHosts.refuse, Mistrust: s.blockedHosts.mistrust, Log: c.Log,
	})
	if err != nil {
		return nil, err
	}
	if err := s.listen(c); err != nil {
		s.Close(0)
		return nil, err
	}
	return s, nil
}

func (s *Session) listen(c Config) error {
	direct, err := httpserver.Listen(c.ListenName, c.Listen)
	if err != nil {
		return err
	}
	s.Base = httpserver.BaseURL(direct.Addr())
	httpserver.WarnIfOpen(direct.Addr(), c.Log)
	s.direct = httpserver.New(s.bootstrap(), c.Log)
	go s.serve(s.direct.Serve, direct)
	if c.Secure != nil {
		go s.serve(s.direct.Serve, c.Secure)
	}

	proxied, err := httpserver.Listen(c.ProxyListenName, c.ProxyListen)
	if err != nil {
		return err
	}
	if a := proxied.Addr().(*net.TCPAddr); !a.IP.IsLoopback() {
		proxied.Close()
		return fmt.Errorf("%s: got %s, need a loopback address such as 127.0.0.1:0, because the proxy has no password",
			c.ProxyListenName, c.ProxyListen)
	}
	s.address = proxied.Addr().String()
	go s.serve(s.proxy.Serve, proxied)

	if s.folder, err = env.NewFolder(); err != nil {
		return err
	}
	if err := s.folder.Write(env.Client{Proxy: s.address, CA: s.proxy.CA()}, os.Environ()); err != nil {
		return err
	}
	if c.ReadyFile != "" {
		return httpserver.WriteReady(c.ReadyFile, s.Base)
	}
	return nil
}

func (s *Session) serve(serve func(net.Listener) error, l net.Listener) {
	if err := serve(l); !errors.Is(err, http.ErrServerClosed) {
		s.failed <- err
	}
}

// environment returns the client's environment. DAILYMOCK_URL is for tests that
// move the mock's clock, and for clients that take a base URL.
func (s *Session) environment(base string) []string {
	return Variables(Info{s.address, s.folder}, base, s.token).Over(os.Environ())
}

// Variables returns the variables that make clients use a session's proxy. token is that of its control API, or "".
func Variables(i Info, base, token string) env.Variables {
	all := append(i.Folder.Variables(i.Proxy, os.Environ()), env.Variable{Name: config.URLVariable, Value: base})
	if token != "" {
		all = append(all, env.Variable{Name: config.Variable("control-token"), Value: token})
	}
	return all
}

// Close waits for requests in flight, at most for longest, and removes the files.
func (s *Session) Close(longest time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	defer cancel()
	s.mock.StopFollowing()
	s.proxy.Close(ctx) // what was cut is in the journal, as requests without status
	if s.direct != nil && s.direct.Shutdown(ctx) != nil {
		s.direct.Close()
	}
	if s.folder != "" {
		s.folder.Remove()
	}
}

// Wait blocks until a signal ends the session or a listener fails.
func (s *Session) Wait(signals <-chan os.Signal) error {
	for {
		select {
		case s := <-signals:
			if ends(s) {
				return nil
			}
		case err := <-s.failed:
			return exit.With(exit.Failed, err)
		}
	}
}
