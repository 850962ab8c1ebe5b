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
	"github.com/dailymock/dailymock/internal/proxy"
	"github.com/dailymock/dailymock/internal/proxy/environ"
)

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
	if err := st.folder.Write(environ.Client{Proxy: st.address, CA: st.proxy.CA()}, os.Environ()); err != nil {
		return err
	}
	if s.readyFile != "" {
		return writeReady(s.readyFile, st.base)
	}
	return nil
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
