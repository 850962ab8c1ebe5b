package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/internal/clock"
	"github.com/dailymock/dailymock/internal/proxy"
	"github.com/dailymock/dailymock/internal/proxy/env"
)

// A session is a mock with a proxy in front of it, and the files its clients read.
type session struct {
	mock         *dailymock.Server
	proxy        *proxy.Proxy
	direct       *http.Server
	address      string // of the proxy
	base         string // of the mock itself
	folder       env.Folder
	blockedHosts *blockedHosts
	failed       chan error // errors of the listeners
}

// startSession starts everything, or leaves nothing behind.
func (s *runSettings) startSession(out output) (*session, error) {
	o, err := s.options()
	if err != nil {
		return nil, err
	}
	o.Logger = out.log
	run := &session{blockedHosts: newBlockedHosts(), failed: make(chan error, 2)}
	if run.mock, err = dailymock.New(o); err != nil {
		return nil, err
	}
	run.proxy, err = proxy.New(proxy.Config{
		Hosts: run.mock.Hosts(), Handler: run.mock, Now: clock.Wall,
		Allow: s.allow.words, Passthrough: s.passthrough, Upstream: http.ProxyFromEnvironment,
		Refused: run.blockedHosts.refuse, Mistrust: run.blockedHosts.mistrust, Log: out.log,
	})
	if err != nil {
		return nil, err
	}
	if err := run.listen(s, out); err != nil {
		run.close(0)
		return nil, err
	}
	return run, nil
}

func (s *session) listen(settings *runSettings, out output) error {
	near, err := listen(settings.listen)
	if err != nil {
		return err
	}
	s.base = "http://" + near.Addr().String()
	s.direct = httpServer(s.bootstrap(), out.log)
	go s.serve(s.direct.Serve, near)

	far, err := net.Listen("tcp", settings.proxyListen)
	if err != nil {
		return fmt.Errorf("%w; --proxy-listen takes an address such as 127.0.0.1:0", err)
	}
	if a := far.Addr().(*net.TCPAddr); !a.IP.IsLoopback() {
		far.Close()
		return fmt.Errorf("--proxy-listen is %s; the proxy is for this machine alone, so an address such as 127.0.0.1:0 is needed", settings.proxyListen)
	}
	s.address = far.Addr().String()
	go s.serve(s.proxy.Serve, far)

	if s.folder, err = env.NewFolder(); err != nil {
		return err
	}
	if err := s.folder.Write(env.Client{Proxy: s.address, CA: s.proxy.CA()}, os.Environ()); err != nil {
		return err
	}
	if settings.readyFile != "" {
		return writeReady(settings.readyFile, s.base)
	}
	return nil
}

func (s *session) serve(serve func(net.Listener) error, l net.Listener) {
	if err := serve(l); !errors.Is(err, http.ErrServerClosed) {
		s.failed <- err
	}
}

// environment returns the client's environment. DAILYMOCK_URL is for tests that
// move the mock's clock, and for clients that take a base URL.
func (s *session) environment() []string {
	v := s.folder.Variables(s.address, os.Environ())
	v = append(v, env.Variable{Name: urlVariable, Value: s.base})
	return v.Over(os.Environ())
}

// urlVariable holds the base URL of the mock itself.
const urlVariable = "DAILYMOCK_URL"

// close waits for requests in flight, at most for longest, and removes the files.
func (s *session) close(longest time.Duration) {
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	defer cancel()
	s.proxy.Close(ctx) // what was cut is in the journal, as requests without status
	if s.direct != nil && s.direct.Shutdown(ctx) != nil {
		s.direct.Close()
	}
	if s.folder != "" {
		s.folder.Remove()
	}
}

// wait blocks until a signal ends the session or a listener fails.
func (s *session) wait(signals <-chan os.Signal) error {
	for {
		select {
		case s := <-signals:
			if ends(s) {
				return nil
			}
		case err := <-s.failed:
			return failure{exitFailed, err}
		}
	}
}
