package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"

	"github.com/dailymock/dailymock"
	"github.com/lmittmann/tint"
)

// An output writes the log and the banner of a server.
type output struct {
	to     io.Writer
	log    *slog.Logger
	plain  bool // the log is text for people, not JSON
	banner bool // print how to begin at the start
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
	if err != nil || info.Mode()&os.ModeCharDevice == 0 {
		return false
	}
	null, err := os.Stat(os.DevNull) // a character device too
	return err != nil || !os.SameFile(info, null)
}

// writeOutput writes a result to a file, and as text to w. Without a file it
// writes the result to w.
func writeOutput(w io.Writer, file string, text, result func(io.Writer) error) error {
	if file == "" {
		return result(w)
	}
	if err := text(w); err != nil {
		return err
	}
	f, err := os.Create(file)
	if err != nil {
		return fmt.Errorf("--output-file: %w", err)
	}
	return errors.Join(result(f), f.Close())
}

// started logs the address of the mock, or prints it with the commands for a
// first report.
func (o output) started(base string, mock *dailymock.Server) {
	if !o.plain {
		o.log.Info("listening", "url", base)
	}
	if !o.banner {
		return
	}
	fmt.Fprintf(
		o.to,
		"The mock listens at %s; press Ctrl-C to stop it. To get a first report, in another terminal:\n",
		base,
	)
	for _, step := range mock.QuickStart(base) {
		fmt.Fprintf(o.to, "\n# %s\n%s\n", step.About, step.Command)
	}
	fmt.Fprintln(o.to)
}
