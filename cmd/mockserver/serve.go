package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/spf13/cobra"
)

func serveCommand(use string) *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use:   use,
		Short: "Run the mock (the default)",
		Long:  "Runs the mock until it is interrupted. Each flag may also be set by an environment\nvariable, --report-takes by DAILYMOCK_REPORT_TAKES, or by a key of the --config file,\nreport-takes. A flag wins over the environment, that over the file.",
		Args:  cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if _, err := load(cmd, os.Getenv); err != nil {
				return err
			}
			return s.serve(cmd)
		},
	}
	s.flags(cmd.Flags())
	return cmd
}

// serve answers requests until the command's context ends, and then lets those
// under way end too.
func (s *settings) serve(cmd *cobra.Command) error {
	out := newOutput(cmd.ErrOrStderr(), s.logFormat)
	o, err := s.options()
	if err != nil {
		return failure{exitUsage, err}
	}
	o.Logger = out.log
	mock, err := dailymock.New(o)
	if err != nil {
		return failure{exitUsage, err}
	}
	l, err := listen(s.listen)
	if err != nil {
		return failure{exitUsage, err}
	}
	base := "http://" + l.Addr().String()
	server := httpServer(mock, out.log)
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(l) }()
	defer server.Close()

	if s.readyFile != "" {
		if err := writeReady(s.readyFile, base); err != nil {
			return failure{exitUsage, err}
		}
		defer removeReady(s.readyFile, base, out.log)
	}
	out.started(base, mock)
	select {
	case err := <-ended:
		return failure{exitFailed, err}
	case <-cmd.Context().Done():
		drain(server, s.drainTimeout, out.log)
		return nil
	}
}

// listen says more than the system does where an address is taken or no address.
func listen(address string) (net.Listener, error) {
	l, err := net.Listen("tcp", address)
	if errors.Is(err, syscall.EADDRINUSE) {
		return nil, fmt.Errorf("%s is in use by another program; try --listen 127.0.0.1:0 for a free port", address)
	}
	if err != nil {
		return nil, fmt.Errorf("%w; --listen takes an address such as 127.0.0.1:8080", err)
	}
	return l, nil
}

// httpServer has no write timeout: a report may be as large as a client wants,
// and is streamed.
func httpServer(h http.Handler, log *slog.Logger) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		ReadTimeout:       2 * time.Minute,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelWarn),
	}
}

// drain stops taking requests and waits for those under way, so long and no longer.
func drain(server *http.Server, longest time.Duration, log *slog.Logger) {
	log.Info("stopping", "longest", longest.String())
	ctx, cancel := context.WithTimeout(context.Background(), longest)
	defer cancel()
	if err := server.Shutdown(ctx); err != nil {
		log.Warn("requests were cut off", "error", err)
	}
}
