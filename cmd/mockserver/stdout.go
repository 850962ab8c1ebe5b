package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/dailymock/dailymock/cmd/mockserver/internal/exit"
)

// A checkedWriter remembers the first error of writing the result of a command: a disk that is full must not look like
// success, whether or not the command itself looks at each error.
type checkedWriter struct {
	io.Writer
	err error
}

// Write writes to the Writer, until an error.
func (c *checkedWriter) Write(b []byte) (n int, err error) {
	if c.err == nil {
		n, c.err = c.Writer.Write(b)
	}
	return n, c.err
}

// result returns the error of a command: if its result could not be written, that, unless another error has a message.
func (c *checkedWriter) result(err error) error {
	if c.err == nil || err != nil && err.Error() != "" && !errors.Is(err, c.err) {
		return err
	}
	return exit.With(exit.Failed, fmt.Errorf("cannot write the result: %w", c.err))
}

// unchecked returns the Writer of a checkedWriter, for the client of run, which sees its own errors.
func unchecked(w io.Writer) io.Writer {
	if c, ok := w.(*checkedWriter); ok {
		return c.Writer
	}
	return w
}
