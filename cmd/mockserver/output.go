package main

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
	"github.com/dailymock/dailymock/internal/clock"
	"github.com/lmittmann/tint"
)

// An output writes the log and the banner of a server. Standard error has lines of JSON, or text for people.
type output struct {
	to       io.Writer
	log      *slog.Logger
	requests *slog.Logger // of a server; its lines may come a moment later
	json     *jsonLines   // nil if it has text
}

// newOutput returns the output of a command. auto means text on a terminal, and else JSON.
func newOutput(to io.Writer, format string) output {
	terminal := isTerminal(to)
	if format == "json" || format == "auto" && !terminal {
		lines := &jsonLines{to: to}
		return output{
			to: lines, log: slog.New(slog.NewJSONHandler(lines, nil)), json: lines,
			requests: slog.New(slog.NewJSONHandler(heldLines{lines}, nil)),
		}
	}
	colors := terminal && os.Getenv("NO_COLOR") == ""
	log := slog.New(tint.NewTextHandler(to, &tint.Options{NoColor: !colors}))
	return output{to: to, log: log, requests: log}
}

// close writes what is held.
func (o output) close() {
	if o.json != nil {
		o.json.flush()
	}
}

// jsonLines remembers whether a line of JSON was written, and holds lines of requests for a moment: a system call for
// each would cost more than the line.
type jsonLines struct {
	to      io.Writer
	written atomic.Bool

	mu   sync.Mutex
	held []byte
	due  bool // flush will be called
}

const (
	heldFor  = 50 * time.Millisecond
	maxBytes = 32 << 10 // that are held
)

// Write writes what is held, and then b.
func (j *jsonLines) Write(b []byte) (int, error) {
	j.written.Store(true)
	j.mu.Lock()
	defer j.mu.Unlock()
	j.write()
	return j.to.Write(b)
}

// write requires the lock.
func (j *jsonLines) write() {
	if len(j.held) > 0 {
		_, _ = j.to.Write(j.held) // as the other lines of a log
		j.held = j.held[:0]
	}
}

func (j *jsonLines) flush() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.due = false
	j.write()
}

// heldLines are those of requests.
type heldLines struct{ *jsonLines }

// Write holds a line.
func (h heldLines) Write(b []byte) (int, error) {
	h.written.Store(true)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.held = append(h.held, b...)
	switch {
	case len(h.held) >= maxBytes:
		h.write()
	case !h.due:
		h.due = true
		clock.AfterFunc(heldFor, h.flush)
	}
	return len(b), nil
}

// A loggedError is the error of a command whose standard error already has lines of JSON.
type loggedError struct{ error }

func (e loggedError) Unwrap() error { return e.error }

// wrap marks an error, so that it is written as JSON if the lines before it are.
func (o output) wrap(err error) error {
	if err == nil || o.json == nil || !o.json.written.Load() {
		return err
	}
	return loggedError{err}
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

// checkFiles returns an error for the first of some files that a command will write and cannot, before it begins its
// work. files has pairs of a setting as the user typed it and a file; "" is none.
func checkFiles(files ...[2]string) error {
	for _, f := range files {
		if err := checkWritable(f[1]); err != nil {
			return exit.With(exit.Usage, fmt.Errorf("%s: %w", f[0], err))
		}
	}
	return nil
}

func checkWritable(file string) error {
	if file == "" {
		return nil
	}
	info, err := os.Stat(file)
	switch {
	case err == nil && info.IsDir():
		return fmt.Errorf("%s is a folder, need a file", file)
	case err == nil && !info.Mode().IsRegular():
		return nil // such as /dev/stdout
	case err == nil:
		f, err := os.OpenFile(file, os.O_WRONLY, 0)
		if err == nil {
			err = f.Close()
		}
		return err
	}
	probe, err := os.CreateTemp(filepath.Dir(file), ".probe-*")
	if err != nil {
		return fmt.Errorf("cannot write %s: %w", file, errors.Unwrap(err))
	}
	return errors.Join(probe.Close(), os.Remove(probe.Name()))
}

// started logs the address of the mock, or prints it with the commands for a
// first report.
func (o output) started(base string, mock *dailymock.Server) {
	if o.json != nil {
		o.log.Info("listening", "url", base)
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
