// Package journalcmd has the command journal, which shows the requests to a running mock.
package journalcmd

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/internal/traffic"
)

// A Config says how to reach a mock.
type Config struct {
	Arguments func(least, most int) cobra.PositionalArgs

	// URL returns the address of the mock, from the settings and the arguments.
	URL func(s config.Settings, args []string) (string, error)

	// Ask sends a request to the mock with its token.
	Ask func(ctx context.Context, method, url, token string, body io.Reader) (*http.Response, error)
}

// options are the flags of both commands.
type options struct {
	Config
	settings config.Settings
	url      string
	match    map[string]string
	output   string
	follow   bool
	tail     int
}

// Command returns the command.
func Command(c Config) *cobra.Command {
	o := options{Config: c, output: "text", tail: 20}
	cmd := &cobra.Command{
		Use:   "journal [URL]",
		Short: "Show, follow and clear the requests to a running mock",
		Long: "Shows the last requests to a running mock, oldest first: the one at URL or --url, which is\n" +
			"the mock of run in its client's environment, else the one of --ready-file, else the one at\n" +
			"--listen. Of a refused request it shows why, what to change, and where to read about it.\n\n" +
			"--match selects requests by\n" + names() + "\n" +
			"In a value, * stands for any characters; status=4xx and bytes=>1000 work too.",
		Example: "  mockserver journal --follow\n" +
			"  mockserver journal --match status=4xx,surface=reporting --tail 5\n" +
			"  mockserver journal --match key=my-key -o json | jq .path\n" +
			"  mockserver journal clear --match key=my-key",
		Args: c.Arguments(0, 1),
		RunE: o.run(func(cmd *cobra.Command, base string) error {
			if o.follow {
				return o.followAll(cmd, base)
			}
			return o.show(cmd, base)
		}),
	}
	o.flags(cmd)
	fs := cmd.Flags()
	config.Add(fs, config.Switch(&o.follow), "follow", "f", "also show the requests to come, until interrupted")
	config.Add(fs, config.Number(&o.tail, 0), "tail", "n", "how many of the last requests to show")
	config.Add(fs, config.Choice(&o.output, "text", "json"), "output", "o", "format; json is one object on each line")
	cmd.AddCommand(clearCommand(c))
	return cmd
}

// names returns the names for --match, in lines for help.
func names() string {
	var b strings.Builder
	width := 0
	for _, name := range traffic.MatcherNames() {
		if width += len(name) + 2; width > 84 {
			b.WriteString("\n")
			width = len(name) + 2
		}
		b.WriteString(name + ", ")
	}
	return strings.TrimSuffix(b.String(), ", ") + "."
}

func clearCommand(c Config) *cobra.Command {
	o := options{Config: c}
	cmd := &cobra.Command{
		Use:   "clear [URL]",
		Short: "Forget the requests, or those that match",
		Long:  "Forgets the requests to a running mock, or those that --match selects. Sums are not changed.",
		Args:  c.Arguments(0, 1),
		RunE: o.run(func(cmd *cobra.Command, base string) error {
			resp, err := o.ask(cmd.Context(), http.MethodDelete, base+"/_mock/journal?"+o.query("").Encode())
			if err != nil {
				return err
			}
			return resp.Body.Close()
		}),
	}
	o.flags(cmd)
	return cmd
}

func (o *options) flags(cmd *cobra.Command) {
	fs := cmd.Flags()
	o.settings.Flags(fs, "listen", "ready-file", "control-token")
	config.Add(fs, config.Text(&o.url, "URL"), "url", "", "address of the mock, as the argument URL")
	config.Add(fs, config.Matcher(&o.match), "match", "", "only requests with these values; may be repeated")
}

func (o *options) run(do func(cmd *cobra.Command, base string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		if _, err := config.Load(cmd, os.Environ()); err != nil {
			return err
		}
		if len(args) == 0 && o.url != "" {
			args = []string{o.url}
		}
		base, err := o.URL(o.settings, args)
		if err != nil {
			return err
		}
		return do(cmd, base)
	}
}

// query returns the members of --match, and after unless it is "".
func (o *options) query(after string) url.Values {
	q := url.Values{}
	for name, value := range o.match {
		q.Set(name, value)
	}
	if after != "" {
		q.Set("after", after)
	}
	return q
}

// ask sends a request, and returns an error unless the status is 200.
func (o *options) ask(ctx context.Context, method, address string) (*http.Response, error) {
	resp, err := o.Ask(ctx, method, address, o.settings.ControlToken(), nil)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode == http.StatusOK {
		return resp, nil
	}
	defer resp.Body.Close()
	text, _ := io.ReadAll(io.LimitReader(resp.Body, 4<<10))
	address, _, _ = strings.Cut(address, "?")
	return nil, exit.With(exit.Failed, fmt.Errorf("%s %s: got status %s: %s", method, address, resp.Status, text))
}

// show prints the last requests.
func (o *options) show(cmd *cobra.Command, base string) error {
	_, err := o.showLast(cmd, base)
	return err
}

// showLast prints the last requests, and returns the number of the last one, or 0.
func (o *options) showLast(cmd *cobra.Command, base string) (last uint64, err error) {
	q := o.query("")
	q.Set("tail", strconv.Itoa(max(o.tail, 1)))
	resp, err := o.ask(cmd.Context(), http.MethodGet, base+"/_mock/journal?"+q.Encode())
	if err != nil {
		return 0, err
	}
	defer resp.Body.Close()
	var page struct{ Entries []traffic.Entry }
	if err := json.NewDecoder(resp.Body).Decode(&page); err != nil {
		return 0, exit.With(exit.Failed, fmt.Errorf("%s/_mock/journal: %w", base, err))
	}
	for _, e := range page.Entries {
		last = e.Number
		if o.tail == 0 {
			continue
		}
		if err := o.print(cmd.OutOrStdout(), &e); err != nil {
			return 0, err
		}
	}
	return last, nil
}

func (o *options) print(w io.Writer, e *traffic.Entry) error {
	if o.output == "text" {
		_, err := fmt.Fprintln(w, e)
		return err
	}
	line, err := json.Marshal(e)
	if err == nil {
		_, err = fmt.Fprintf(w, "%s\n", line)
	}
	return err
}

// errEnded is returned when the mock ends the response, and not the user.
var errEnded = errors.New("the mock was stopped or reset, or this terminal is too slow")
