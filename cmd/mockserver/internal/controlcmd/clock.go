// Package controlcmd has the commands clock, reports, policy and reset, which control a running mock.
package controlcmd

import (
	"cmp"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/client"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
)

// A reading is the response of /_mock/clock.
type reading struct {
	Now    time.Time
	Frozen bool
	Speed  float64
}

func printClock(w io.Writer, r reading) error {
	state := "frozen"
	if !r.Frozen {
		state = fmt.Sprintf("running, speed %g", r.Speed)
	}
	_, err := fmt.Fprintf(w, "%s  %s\n", r.Now.Format(time.RFC3339), state)
	return err
}

// showJSON describes --output of all commands of this package.
const showJSON = "format; json is the response of the control API"

const clockPath = "/_mock/clock"

// Clock returns the command clock.
func Clock() *cobra.Command {
	cmd := show(&cobra.Command{
		Use:   "clock",
		Short: "Show, freeze, set and advance the clock of a running mock",
		Long:  "Shows the clock of a running mock. Its commands change it, and show what it says then.\n\n" + client.Where,
		Example: "  mockserver clock\n" +
			"  mockserver clock advance 2h\n" +
			"  mockserver clock next --key my-key\n" +
			"  mockserver clock set 2026-01-31T12:00:00Z",
	}, 0, func([]string) (client.Request, error) {
		return client.Request{Method: http.MethodGet, Path: clockPath}, nil
	}, printClock)
	cmd.AddCommand(
		change("freeze", "Stop the clock", func([]string) (any, error) { return map[string]bool{"frozen": true}, nil }),
		change("unfreeze", "Let the clock run on from its time",
			func([]string) (any, error) { return map[string]bool{"frozen": false}, nil }),
		change("set TIME", "Set the clock to a time such as 2026-01-31T12:00:00Z",
			func(args []string) (any, error) {
				_, err := config.ReadTime(args[0])
				return map[string]string{"now": args[0]}, named("TIME", err)
			}),
		change("speed FACTOR", "Set how many seconds pass in a real second while the clock runs", speed),
		show(&cobra.Command{Use: "advance DURATION", Short: "Let time pass, such as 2h or 90m"}, 1,
			func(args []string) (client.Request, error) {
				_, err := config.ReadDuration(args[0])
				return client.Request{
					Method: http.MethodPost, Path: clockPath + "/advance", Body: map[string]string{"by": args[0]},
				}, named("DURATION", err)
			}, printClock),
		nextCommand(), eventsCommand(),
	)
	return cmd
}

func speed(args []string) (any, error) {
	factor, err := config.ReadSpeed(args[0])
	return map[string]float64{"speed": factor}, named("FACTOR", err)
}

// named says which argument an error is about.
func named(argument string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", argument, err)
}

// change makes a command that changes the clock.
func change(use, short string, body func(args []string) (any, error)) *cobra.Command {
	return show(&cobra.Command{Use: use, Short: short}, strings.Count(use, " "),
		func(args []string) (client.Request, error) {
			b, err := body(args)
			return client.Request{Method: http.MethodPut, Path: clockPath, Body: b}, err
		}, printClock)
}

// show makes a command that sends the request of its arguments and prints the response. An error of request is wrong
// usage.
func show[T any](
	cmd *cobra.Command, n int, request func(args []string) (client.Request, error), text func(io.Writer, T) error,
) *cobra.Command {
	var o client.Output
	check := func(args []string) error {
		_, err := request(args)
		return err
	}
	client.Checked(cmd, n, check, func(cmd *cobra.Command, m client.Mock, args []string) error {
		r, err := request(args)
		if err != nil {
			return err
		}
		return client.Show(cmd, m, &o, r, text)
	})
	o.Flag(cmd, showJSON)
	return cmd
}

// A filter has the flags that select events.
type filter struct{ kind, key string }

func (f *filter) flags(cmd *cobra.Command) *cobra.Command {
	fs := cmd.Flags()
	kinds := config.Choice(&f.kind, "", "token", "report", "crawl", "webhook")
	config.Add(fs, kinds, "type", "", "only events of this type")
	config.Add(fs, config.Text(&f.key, "key"), "key", "", "only reports and tokens of this API key")
	return cmd
}

func (f *filter) members() map[string]string {
	all := map[string]string{"type": f.kind, "key": f.key}
	for name, value := range all {
		if value == "" {
			delete(all, name)
		}
	}
	return all
}

func nextCommand() *cobra.Command {
	var f filter
	type step struct {
		Clock  reading
		Events []dailymock.ClockEvent
	}
	return f.flags(show(&cobra.Command{
		Use:   "next",
		Short: "Advance the clock to the next event, and show what happened",
		Long: "Advances the clock to the next event: a report that gets another status, a webhook that is\n" +
			"due, a crawl of the importer, or an access token that expires. Without one the clock stays.\n\n" + client.Where,
	}, 0, func([]string) (client.Request, error) {
		return client.Request{Method: http.MethodPost, Path: clockPath + "/next", Body: f.members()}, nil
	}, func(w io.Writer, s step) error {
		if len(s.Events) == 0 {
			fmt.Fprintln(w, "nothing is to come; the clock stays")
		}
		return printEvents(w, s.Events)
	}))
}

func eventsCommand() *cobra.Command {
	var f filter
	type list struct{ Events []dailymock.ClockEvent }
	return f.flags(show(&cobra.Command{Use: "events", Short: "List the events to come, the next first"}, 0,
		func([]string) (client.Request, error) {
			return client.Request{Method: http.MethodGet, Path: client.Path(clockPath+"/events", f.members())}, nil
		}, func(w io.Writer, l list) error { return printEvents(w, l.Events) }))
}

func printEvents(w io.Writer, events []dailymock.ClockEvent) error {
	for _, e := range events {
		if _, err := fmt.Fprintf(w, "%s  %-7s  %s\n", e.At.Format(time.RFC3339), e.Type, aboutEvent(e)); err != nil {
			return err
		}
	}
	return nil
}

func aboutEvent(e dailymock.ClockEvent) string {
	switch e.Type {
	case "report":
		return fmt.Sprintf("%s of key %s becomes %s", e.Report, cmp.Or(e.Key, "?"), e.Status)
	case "token":
		return strings.TrimSpace("of key " + e.Key + " expires " + e.Login)
	case "webhook":
		text := fmt.Sprintf("%s about %s, attempt %d at %s", e.Event, e.Subject, e.Attempt, e.URL)
		switch {
		case e.Response != 0:
			text += fmt.Sprintf(": status %d", e.Response)
		case e.Error != "":
			text += ": " + e.Error
		}
		return text
	}
	return "the importer crawls"
}
