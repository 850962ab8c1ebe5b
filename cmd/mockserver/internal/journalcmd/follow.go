package journalcmd

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/internal/traffic"
)

// maxEvent bounds one line of the events, in bytes: an entry with two bodies of the largest size.
const maxEvent = 16 << 20

// followAll prints the last requests and then those to come, until the command is interrupted or the mock ends.
func (o *options) followAll(cmd *cobra.Command, base string) error {
	last, err := o.showLast(cmd, base)
	if err != nil {
		return err
	}
	q := o.query(strconv.FormatUint(last, 10))
	resp, err := o.ask(cmd.Context(), http.MethodGet, base+"/_mock/journal/events?"+q.Encode())
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
		var e traffic.Entry
		if err := json.Unmarshal([]byte(data), &e); err != nil {
			return exit.With(exit.Failed, fmt.Errorf("%s/_mock/journal/events: %w", base, err))
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
