package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"time"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/client"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
)

func healthcheckCommand() *cobra.Command {
	var s config.Settings
	cmd := &cobra.Command{
		Use:   "healthcheck [URL]",
		Short: "Check that a running mock is ready",
		Long: "Checks that a running mock is ready: the one at URL, else the one of --ready-file,\n" +
			"else the one at --listen. Exits with 0 if it is ready, 1 if it responds otherwise,\n" +
			"3 if it does not respond.",
		Args: arguments(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := config.Load(cmd, os.Environ()); err != nil {
				return err
			}
			base, err := client.URL(s, args)
			if err != nil {
				return err
			}
			return check(cmd.Context(), base)
		},
	}
	s.Flags(cmd.Flags(), "listen", "ready-file")
	return cmd
}

// requestTimeout bounds one request to a running mock.
const requestTimeout = 5 * time.Second

func check(ctx context.Context, base string) error {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	resp, err := client.NewMock(base, "").Send(ctx, http.MethodGet, "/readyz", nil)
	if err != nil {
		return err
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return exit.With(exit.Failed, fmt.Errorf("GET %s/readyz: got status %s, need 200", base, resp.Status))
	}
	return nil
}
