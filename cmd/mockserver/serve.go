package main

import (
	"os"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/httpserver"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/interrupt"
)

func serveCommand(use string) *cobra.Command {
	var s config.Settings
	cmd := &cobra.Command{
		Use:   use,
		Short: "Serve the mock (the default)",
		Long:  "Serves the mock until it is interrupted.\n\n" + settingsHelp,
		Args:  arguments(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			from, err := config.Load(cmd, os.Environ())
			if err != nil {
				return err
			}
			return serve(cmd, &s, from)
		},
	}
	s.Flags(cmd.Flags())
	return cmd
}

// serve responds to requests until the command's context ends, and then waits
// for open requests.
func serve(cmd *cobra.Command, s *config.Settings, from config.Sources) error {
	out := newOutput(cmd.ErrOrStderr(), s.LogFormat)
	defer out.close()
	return out.wrap(serveWith(cmd, s, from, out))
}

func serveWith(cmd *cobra.Command, s *config.Settings, from config.Sources, out output) error {
	mock, err := s.New(from, out.log, out.requests)
	if err != nil {
		return err
	}
	l, err := httpserver.Listen(from.Name("listen"), s.Listen)
	if err != nil {
		return exit.With(exit.Usage, err)
	}
	base := httpserver.BaseURL(l.Addr())
	httpserver.WarnIfOpen(l.Addr(), out.log)
	server := httpserver.New(mock, out.log)
	secure, err := httpserver.ListenTLS(s, from, mock, out.log)
	if err != nil {
		l.Close()
		return err
	}
	interrupt.Hold(cmd.Context())
	ended := make(chan error, 2)
	go func() { ended <- server.Serve(l) }()
	if secure != nil {
		go func() { ended <- server.Serve(secure) }()
	}
	defer server.Close()

	if s.ReadyFile != "" {
		if err := httpserver.WriteReady(s.ReadyFile, base); err != nil {
			return exit.With(exit.Usage, err)
		}
		defer httpserver.RemoveReady(s.ReadyFile, base, out.log)
	}
	out.started(base, mock)
	select {
	case err := <-ended:
		return exit.With(exit.Failed, err)
	case <-cmd.Context().Done():
		mock.StopFollowing()
		httpserver.Drain(server, s.DrainTimeout, out.log)
		return exit.With(exit.Failed, mock.Close())
	}
}
