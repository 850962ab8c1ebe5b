package journalcmd

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/client"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/config"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/journal"
)

func verifyCommand() *cobra.Command {
	var o options
	var c counts
	check := func([]string) error {
		_, err := c.count()
		return err
	}
	cmd := client.Checked(&cobra.Command{
		Use:   "verify",
		Short: "Check that there were the requests that you expect",
		Long: "Checks that the journal has as many requests that match as wanted; without a count, at\n" +
			"least one. If not, it prints those that almost match and exits with 1.\n\n" + client.Where,
		Example: "  mockserver journal verify --match surface=files,status=200 --exactly 2",
	}, 0, check, func(cmd *cobra.Command, m client.Mock, _ []string) error {
		count, err := c.count()
		if err != nil {
			return err
		}
		return o.verify(cmd, m, struct {
			Matcher map[string]string `json:"matcher"`
			journal.Count
		}{o.match, count})
	})
	o.matchFlag(cmd)
	fs := cmd.Flags()
	config.Add(fs, config.Text(&c.exactly, "number"), "exactly", "", "how many requests there must be")
	config.Add(fs, config.Text(&c.atLeast, "number"), "at-least", "", "how many there must be at least")
	config.Add(fs, config.Text(&c.atMost, "number"), "at-most", "", "how many there may be at most")
	o.Flag(cmd, "format; json is the response of the control API")
	return cmd
}

// counts are the flags of verify that say how many requests there must be; "" says nothing.
type counts struct{ exactly, atLeast, atMost string }

// count returns what the flags say, or an error if no number, or every number, of requests is like that.
func (c counts) count() (journal.Count, error) {
	var count journal.Count
	for _, flag := range []struct {
		name, text string
		into       **int
	}{
		{"exactly", c.exactly, &count.Exactly}, {"at-least", c.atLeast, &count.AtLeast}, {"at-most", c.atMost, &count.AtMost},
	} {
		if flag.text == "" {
			continue
		}
		n, err := strconv.Atoi(flag.text)
		if err != nil {
			return count, fmt.Errorf("--%s: got %q, need a whole number", flag.name, flag.text)
		}
		*flag.into = &n
	}
	_, err := journal.Verify(nil, 0, journal.Matcher{}, count)
	return count, err
}

func (o *options) verify(cmd *cobra.Command, m client.Mock, body any) error {
	var response json.RawMessage
	if err := m.Do(cmd.Context(), http.MethodPost, "/_mock/verify", body, &response); err != nil {
		return err
	}
	var v journal.Verification
	if err := json.Unmarshal(response, &v); err != nil {
		return exit.With(exit.Failed, err)
	}
	text := v.String()
	if o.JSON() {
		text = string(response)
	}
	if _, err := fmt.Fprintln(cmd.OutOrStdout(), text); err != nil || v.Held {
		return err
	}
	return exit.Silent(exit.Failed)
}
