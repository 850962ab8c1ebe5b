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
	var exactly, atLeast, atMost string
	cmd := client.Command(&cobra.Command{
		Use:   "verify",
		Short: "Check that there were the requests that you expect",
		Long: "Checks that the journal has as many requests that match as wanted; without a count, at\n" +
			"least one. If not, it prints those that almost match and exits with 1.\n\n" + client.Where,
		Example: "  mockserver journal verify --match surface=files,status=200 --exactly 2",
	}, 0, func(cmd *cobra.Command, m client.Mock, _ []string) error {
		body := map[string]any{"matcher": o.match}
		for _, count := range [][2]string{{"exactly", exactly}, {"at_least", atLeast}, {"at_most", atMost}} {
			if count[1] == "" {
				continue
			}
			n, err := strconv.Atoi(count[1])
			if err != nil {
				return exit.With(exit.Usage, fmt.Errorf("--%s: got %q, need a whole number", count[0], count[1]))
			}
			body[count[0]] = n
		}
		return o.verify(cmd, m, body)
	})
	o.matchFlag(cmd)
	fs := cmd.Flags()
	config.Add(fs, config.Text(&exactly, "number"), "exactly", "", "how many requests there must be")
	config.Add(fs, config.Text(&atLeast, "number"), "at-least", "", "how many there must be at least")
	config.Add(fs, config.Text(&atMost, "number"), "at-most", "", "how many there may be at most")
	o.Flag(cmd, "format; json is the response of the control API")
	return cmd
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
