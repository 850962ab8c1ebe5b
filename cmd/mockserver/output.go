package main

import (
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/dailymock/dailymock"
	"github.com/lmittmann/tint"
)

// An output is where a person, or a log collector, learns how the server does.
type output struct {
	to     io.Writer
	log    *slog.Logger
	plain  bool // the log is text for people, not JSON
	banner bool // people may be reading, so that the start says how to begin
}

func newOutput(to io.Writer, format string) output {
	terminal := isTerminal(to)
	if format == "json" || format == "auto" && !terminal {
		return output{to: to, log: slog.New(slog.NewJSONHandler(to, nil)), banner: format != "json"}
	}
	colors := terminal && os.Getenv("NO_COLOR") == ""
	return output{to, slog.New(tint.NewTextHandler(to, &tint.Options{NoColor: !colors})), true, true}
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	if !ok {
		return false
	}
	info, err := f.Stat()
	return err == nil && info.Mode()&os.ModeCharDevice != 0
}

// started says where the mock is and, to people, how to get a first report.
func (o output) started(base string, mock *dailymock.Server) {
	if !o.plain {
		o.log.Info("listening", "url", base)
	}
	if !o.banner {
		return
	}
	fmt.Fprintf(o.to, "The mock answers at %s until Ctrl-C. A first report, for another terminal:\n", base)
	for _, step := range mock.QuickStart(base) {
		fmt.Fprintf(o.to, "\n# %s\n%s\n", step.About, step.Command)
	}
	fmt.Fprintln(o.to)
}
