// Package journalcmd has the command journal, which shows the requests to a running mock.
package journalcmd

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/client"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/journal"
)

// options are the flags of both commands.
type options struct {
	client.Output
	match  map[string]string
	follow bool
	tail   int
}

// Command returns the command.
func Command() *cobra.Command {
	o := options{tail: 20}
	cmd := client.Command(&cobra.Command{
		Use:   "journal",
		Short: "Show, follow, verify and clear the requests to a running mock",
		Long: "Shows the last requests to a running mock, oldest first. Of a refused request it shows\n" +
			"why, what to change, and where to read about it.\n\n" +
			"--match selects requests by\n" + names() + "\n" +
			"In a value, * stands for any characters; status=4xx and bytes=>1000 work too.\n\n" + client.Where,
		Example: "  mockserver journal --follow\n" +
			"  mockserver journal --match status=4xx,surface=reporting --tail 5\n" +
			"  mockserver journal --match key=my-key -o json | jq .path\n" +
			"  mockserver journal clear --match key=my-key",
	}, 0, func(cmd *cobra.Command, m client.Mock, _ []string) error {
		if o.follow {
			return o.followAll(cmd, m)
		}
		_, err := o.showLast(cmd, m)
		return err
	})
	o.matchFlag(cmd)
	fs := cmd.Flags()
	config.Add(fs, config.Switch(&o.follow), "follow", "f", "also show the requests to come, until interrupted")
	config.Add(fs, config.Number(&o.tail, 0), "tail", "n", "how many of the last requests to show")
	o.Flag(cmd, "format; json is one object on each line")
	cmd.AddCommand(clearCommand(), verifyCommand())
	return cmd
}

// names returns the names for --match, in lines for help.
func names() string {
	var b strings.Builder
	width := 0
	for _, name := range journal.MatcherNames() {
		if width += len(name) + 2; width > 84 {
			b.WriteString("\n")
			width = len(name) + 2
		}
		b.WriteString(name + ", ")
	}
	return strings.TrimSuffix(b.String(), ", ") + "."
}

func clearCommand() *cobra.Command {
	var o options
	cmd := client.Command(&cobra.Command{
		Use:   "clear",
		Short: "Forget the requests, or those that match",
		Long: "Forgets the requests to a running mock, or those that --match selects. Sums are not changed.\n\n" +
			client.Where,
	}, 0, func(cmd *cobra.Command, m client.Mock, _ []string) error {
		return m.Do(cmd.Context(), http.MethodDelete, "/_mock/journal?"+o.query("").Encode(), nil, nil)
	})
	o.matchFlag(cmd)
	return cmd
}

func (o *options) matchFlag(cmd *cobra.Command) {
	config.Add(cmd.Flags(), config.Matcher(&o.match), "match", "", "only requests with these values; may be repeated")
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

// showLast prints the last requests, and returns the number of the last one, or 0.
func (o *options) showLast(cmd *cobra.Command, m client.Mock) (last uint64, err error) {
	q := o.query("")
	q.Set("tail", strconv.Itoa(max(o.tail, 1)))
	var page struct{ Entries []journal.Entry }
	if err := m.Do(cmd.Context(), http.MethodGet, "/_mock/journal?"+q.Encode(), nil, &page); err != nil {
		return 0, err
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

func (o *options) print(w io.Writer, e *journal.Entry) error {
	if !o.JSON() {
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
