package journalcmd

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/client"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/interrupt"
	"github.com/dailymock/dailymock/journal"
)

// maxEvent bounds one line of the events, in bytes: an entry with two bodies of the largest size.
const maxEvent = 16 << 20

// followAll prints the last requests and then those to come, until the command is interrupted or the mock ends.
func (o *options) followAll(cmd *cobra.Command, m client.Mock) error {
	interrupt.Hold(cmd.Context())
	last, err := o.showLast(cmd, m)
	if err != nil {
		return err
	}
	q := o.query(strconv.FormatUint(last, 10))
	resp, err := m.Ask(cmd.Context(), http.MethodGet, "/_mock/journal/events?"+q.Encode(), nil)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	lines := bufio.NewScanner(resp.Body)
	lines.Buffer(nil, maxEvent)
	for lines.Scan() {
		data, ok := strings.CutPrefix(lines.Text(), "data: ")
		if !ok {
			continue
		}
		var e journal.Entry
		if err := json.Unmarshal([]byte(data), &e); err != nil {
			return exit.With(exit.Failed, fmt.Errorf("%s/_mock/journal/events: %w", m.Base, err))
		}
		if err := o.print(cmd.OutOrStdout(), &e); err != nil {
			return err
		}
	}
	if cmd.Context().Err() != nil {
		return nil // interrupted, which is how it ends
	}
	return exit.With(exit.Unreachable, errEnded)
}
