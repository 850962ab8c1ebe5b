package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/client"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/session"
	"github.com/dailymock/dailymock/internal/proxy/env"
)

func envCommand() *cobra.Command {
	var s config.Settings
	shell := string(env.Bash)
	cmd := &cobra.Command{
		Use:   "env [URL]",
		Short: "Print the variables that make clients use a running mock",
		Long: "Prints the environment variables that make clients use the proxy of\n" +
			"mockserver run --serve-only: the one at URL, else the one of --ready-file, else the\n" +
			"one at --listen. They are valid until it stops.",
		Example: "  eval \"$(mockserver env)\"\n" +
			"  mockserver env --shell fish | source\n" +
			"  mockserver env --shell powershell | Out-String | Invoke-Expression\n" +
			"  mockserver env --shell dotenv >mock.env\n" +
			"  mockserver env --shell github >>\"$GITHUB_ENV\"",
		Args: arguments(0, 1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := config.Load(cmd, os.Environ()); err != nil {
				return err
			}
			base, err := client.URL(s, args)
			if err != nil {
				return err
			}
			info, err := getInfo(cmd.Context(), base, s.ControlToken())
			if err != nil {
				return err
			}
			return session.Variables(info, base, s.ControlToken()).Print(cmd.OutOrStdout(), env.Form(shell))
		},
	}
	config.Add(cmd.Flags(), config.Choice(&shell, env.Forms()...), "shell", "",
		"syntax of the output; bash is for sh and zsh too")
	s.Flags(cmd.Flags(), "listen", "ready-file", "control-token")
	return cmd
}

// getInfo asks the mock at base for its proxy.
func getInfo(ctx context.Context, base, token string) (session.Info, error) {
	ctx, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	resp, err := client.NewMock(base, token).Send(ctx, http.MethodGet, session.InfoPath, nil)
	if err != nil {
		return session.Info{}, err
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusNotFound {
		err := errors.New("the mock at " + base + " has no proxy; start it with mockserver run --serve-only")
		return session.Info{}, exit.With(exit.Unreachable, err)
	}
	var info session.Info
	if err := json.NewDecoder(io.LimitReader(resp.Body, 64<<10)).Decode(&info); err != nil || info.Proxy == "" {
		err := fmt.Errorf("GET %s: got status %s and no proxy; is it a mock?", base+session.InfoPath, resp.Status)
		return session.Info{}, exit.With(exit.Unreachable, err)
	}
	return info, nil
}
