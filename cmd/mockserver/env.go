package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"

	"github.com/dailymock/dailymock/internal/proxy/env"
	"github.com/spf13/cobra"
)

func envCommand() *cobra.Command {
	var s settings
	shell := string(env.Bash)
	cmd := &cobra.Command{
		Use:   "env [URL]",
		Short: "Print what makes the clients of a shell use a running mock",
		Long: "Prints the variables that make clients use the proxy of \"mockserver run --serve-only\":\n" +
			"the one at URL, else the one that --ready-file names, else the one at --listen.\n" +
			"They hold for as long as it runs.",
		Example: "  eval \"$(mockserver env)\"\n" +
			"  mockserver env --shell fish | source\n" +
			"  mockserver env --shell powershell | Out-String | Invoke-Expression\n" +
			"  mockserver env --shell dotenv >mock.env\n" +
			"  mockserver env --shell github >>\"$GITHUB_ENV\"",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := load(cmd, os.Getenv); err != nil {
				return err
			}
			base, err := s.running(args)
			if err != nil {
				return err
			}
			r, err := fetchProxyInfo(cmd.Context(), base)
			if err != nil {
				return err
			}
			v := env.Folder(r.Folder).Variables(r.Proxy, os.Environ())
			v = append(v, env.Variable{Name: urlVariable, Value: base})
			return v.Print(cmd.OutOrStdout(), env.Form(shell))
		},
	}
	s.flags(cmd.Flags())
	cmd.Flags().Var(as(&shell, oneOf(env.Forms()...)), "shell", "`form`: bash (also for sh and zsh), fish, powershell, dotenv or github")
	return cmd
}

// received asks the mock at base where its proxy is.
func fetchProxyInfo(ctx context.Context, base string) (proxyInfo, error) {
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	resp, err := look(ctx, base+proxyPath)
	if err != nil {
		return proxyInfo{}, err
	}
	defer resp.Body.Close()
	if resp.StatusCode == http.StatusNotFound {
		return proxyInfo{}, failure{exitUnreachable, errors.New("the mock there has no proxy; start it by mockserver run --serve-only")}
	}
	var r proxyInfo
	if err := json.NewDecoder(io.LimitReader(resp.Body, 64<<10)).Decode(&r); err != nil || r.Proxy == "" {
		return proxyInfo{}, failure{exitUnreachable, fmt.Errorf("%s answers %s, and is no mock with a proxy", base+proxyPath, resp.Status)}
	}
	return r, nil
}
