// Package ingest is the command mockserver ingest: it plays Dailymotion's importer against the software of a
// multi-channel network, and reports which rules that breaks.
package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/interrupt"
	"github.com/dailymock/dailymock/internal/clock"
	"github.com/dailymock/dailymock/internal/mcn"
)

// settings are the flags.
type settings struct {
	users, callback, login, password, output string

	allow, faults config.List
	twice, closed bool
	timeout       time.Duration
}

// Command returns the command. terminal reports whether a person reads what is written.
func Command(args func(least, most int) cobra.PositionalArgs, terminal func(io.Writer) bool) *cobra.Command {
	s := settings{output: "text", timeout: 5 * time.Minute}
	cmd := &cobra.Command{
		Use:   "ingest --users URL --callback URL",
		Short: "Check a network's user list, feeds and callback endpoint",
		Long: "Plays Dailymotion's importer against the software of a multi-channel network: starts a\n" +
			"mock, adopts the listed users, reads their feeds once, makes the videos, posts the\n" +
			"callbacks and prints what was found, decided and responded. Hosts of feeds and media\n" +
			"beside those of the list and the callback need --allow-host.\n\n" +
			"Exits with 0 if no rule was broken, 1 if one was, 2 for an invalid flag, 3 if list,\n" +
			"feed or callback could not be reached, 130 if interrupted. Warnings do not count.",
		Example: "  mockserver ingest --users http://127.0.0.1:9000/users.json --callback http://127.0.0.1:9000/callback\n" +
			"  DAILYMOCK_USERS_PASSWORD=secret mockserver ingest --users-login me \\\n" +
			"    --users https://network.example/users.json --callback https://network.example/callback \\\n" +
			"    --allow-host cdn.example -o junit",
		Args: args(0, 0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if _, err := config.Load(cmd, os.Environ()); err != nil {
				return err
			}
			return s.run(cmd, terminal(cmd.ErrOrStderr()))
		},
	}
	fs := cmd.Flags()
	config.Add(fs, config.Text(&s.users, "URL"), "users", "", "URL of the user list; required")
	config.Add(fs, config.Text(&s.callback, "URL"), "callback", "", "URL of the callback endpoint; required")
	config.Add(fs, config.Text(&s.login, "user"), "users-login", "", "HTTP Basic login of the user list")
	config.Add(fs, config.Text(&s.password, "text"), "users-password", "",
		"its password; a variable keeps it out of the list of processes")
	config.Add(fs, &s.allow, "allow-host", "", "further hosts to fetch feeds and media from")
	config.Add(fs, &s.faults, "fault", "", "faults of the importer to practise on, such as importer-duplicate=2")
	config.Add(fs, config.Switch(&s.twice), "twice", "",
		"crawl again after the callbacks, to see whether delivered items left the feeds")
	config.Add(fs, config.Switch(&s.closed), "closed-world", "",
		"an id in the list that the world lacks breaks a rule, instead of opening a channel")
	config.Add(fs, config.Duration(&s.timeout), "timeout", "", "longest time for everything")
	config.Add(fs, config.Choice(&s.output, "text", "json", "junit", "markdown"), "output", "o", "format of the report")
	config.AddFile(fs)
	return cmd
}

func (s *settings) run(cmd *cobra.Command, terminal bool) error {
	if s.users == "" || s.callback == "" {
		return exit.With(exit.Usage, errors.New("--users and --callback are required"))
	}
	for _, f := range s.faults.Words {
		if !strings.HasPrefix(f, "importer-") || strings.HasPrefix(f, "importer-late-crawl") {
			return exit.With(exit.Usage, fmt.Errorf("--fault: %s cannot be met by ingest; docs/mcn.md lists those that can", f))
		}
	}
	log := slog.New(slog.DiscardHandler)
	if terminal {
		log = slog.New(&progress{w: cmd.ErrOrStderr()})
	}
	interrupt.Hold(cmd.Context())
	ctx, cancel := context.WithTimeout(cmd.Context(), s.timeout)
	defer cancel()
	result, err := s.ingest(ctx, log)
	if terminal {
		clear(cmd.ErrOrStderr())
	}
	switch {
	case cmd.Context().Err() != nil:
		return exit.With(exit.Interrupted, errors.New("interrupted"))
	case errors.Is(err, context.DeadlineExceeded):
		return exit.With(exit.Unreachable, errors.New("--timeout: the time is over; give it more time"))
	case err != nil:
		return err
	}
	if err := writers[s.output](cmd.OutOrStdout(), result); err != nil {
		return exit.With(exit.Failed, err)
	}
	return exit.Silent(result.status())
}

// ingest crawls, delivers and checks. Only these steps move the mock's clock.
func (s *settings) ingest(ctx context.Context, log *slog.Logger) (*result, error) {
	mock, err := dailymock.New(dailymock.Options{
		Now: clock.Wall(), ClosedWorld: s.closed, WebhooksAnywhere: true, Logger: log, Faults: s.faults.Words,
	})
	if err != nil {
		return nil, exit.With(exit.Usage, err)
	}
	defer mock.Close()
	err = mock.SetImporter(dailymock.Importer{
		Users: s.users, Callback: s.callback, Login: s.login, Password: s.password, AllowHosts: s.allow.Words, Adopt: true,
	})
	if err != nil {
		return nil, exit.With(exit.Usage, fmt.Errorf("--%w", err)) // it begins with the name of the setting
	}
	r := &result{Entries: []dailymock.ImporterEntry{}}
	crawls := 1
	if s.twice {
		crawls = 2
	}
	for range crawls {
		crawled, err := mock.Crawl(ctx)
		if err != nil {
			return nil, exitUnlessTime(err)
		}
		if by := crawled.Ready.Sub(mock.Now()); by > 0 {
			if err := mock.Advance(by); err != nil {
				return nil, exit.With(exit.Failed, err)
			}
		}
		r.Entries = append(r.Entries, crawled.Entries...)
		r.Left += crawled.Left
		if !crawled.Ready.IsZero() {
			r.Entries = append(r.Entries, mock.CheckCallback(ctx).Entries...)
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
	}
	r.count()
	return r, nil
}

func exitUnlessTime(err error) error {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return err
	}
	return exit.With(exit.Failed, err)
}

// A result is what the command reports.
type result struct {
	Findings int                       `json:"findings"`
	Warnings int                       `json:"warnings"`
	Missing  int                       `json:"unreachable"`
	Entries  []dailymock.ImporterEntry `json:"entries"`
	Left     int                       `json:"left,omitempty"` // entries beyond 50,000 of a crawl
	Rules    []dailymock.ImporterRule  `json:"rules"`          // those that were broken
}

func (r *result) count() {
	broken := map[string]bool{}
	for _, e := range r.Entries {
		broken[e.Rule] = true
		switch e.Severity {
		case mcn.Broken:
			r.Findings++
		case mcn.Warning:
			r.Warnings++
		case mcn.Unreachable:
			r.Missing++
		}
	}
	r.Rules = []dailymock.ImporterRule{}
	for _, rule := range dailymock.ImporterRules() {
		if broken[rule.ID] {
			r.Rules = append(r.Rules, rule)
		}
	}
}

func (r *result) status() int {
	switch {
	case r.Findings > 0:
		return exit.Failed
	case r.Missing > 0:
		return exit.Unreachable
	}
	return 0
}
