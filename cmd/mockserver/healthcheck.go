package main

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"
)

// healthTimeout bounds one look at a server.
const healthTimeout = 5 * time.Second

func healthcheckCommand() *cobra.Command {
	var s settings
	cmd := &cobra.Command{
		Use:   "healthcheck [URL]",
		Short: "Ask a running mock whether it can answer",
		Long: "Asks a running mock whether it can answer: the one at URL, else the one that\n" +
			"--ready-file names, else the one at --listen. Exits with 0 when it can,\n" +
			"1 when it answers anything else, 3 when nothing answers.",
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if _, err := load(cmd, os.Getenv); err != nil {
				return err
			}
			base, err := s.running(args)
			if err != nil {
				return err
			}
			return check(cmd.Context(), base)
		},
	}
	s.flags(cmd.Flags())
	return cmd
}

// running is the base URL of the mock that is meant.
func (s *settings) running(args []string) (string, error) {
	if len(args) > 0 {
		return strings.TrimSuffix(args[0], "/"), nil
	}
	if s.readyFile != "" {
		text, err := os.ReadFile(s.readyFile)
		if err != nil {
			return "", failure{exitUnreachable, fmt.Errorf("no mock is ready: %w", err)}
		}
		return strings.TrimSpace(string(text)), nil
	}
	host, port, err := net.SplitHostPort(s.listen)
	if err != nil {
		return "", failure{exitUsage, fmt.Errorf("listen is %q: an address such as 127.0.0.1:8080 is needed", s.listen)}
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	return "http://" + net.JoinHostPort(host, port), nil
}

func check(ctx context.Context, base string) error {
	ctx, cancel := context.WithTimeout(ctx, healthTimeout)
	defer cancel()
	resp, err := look(ctx, base+"/readyz")
	if err != nil {
		return err
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return failure{exitFailed, fmt.Errorf("%s/readyz answers %s", base, resp.Status)}
	}
	return nil
}

// look asks a mock that should be running, by no proxy, for it is near.
func look(ctx context.Context, url string) (*http.Response, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return nil, failure{exitUsage, fmt.Errorf("%w; a URL such as http://127.0.0.1:8080 is needed", err)}
	}
	client := http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		return nil, failure{exitUnreachable, fmt.Errorf("%w; is the mock running?", err)}
	}
	return resp, nil
}
