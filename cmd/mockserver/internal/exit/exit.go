// Package exit holds the exit statuses of the command and errors that carry one.
package exit

import (
	"errors"
	"fmt"
)

// The exit statuses; 0 means success.
const (
	Failed      = 1   // a check failed, or the server did
	Usage       = 2   // invalid flag, setting or address
	Unreachable = 3   // the target did not respond, or no check came to a conclusion
	Interrupted = 130 // stopped by Ctrl-C
)

// An Error is an error with its exit status. Without an error nothing is
// printed: a client that exits with a status has said why.
type Error struct {
	Status int
	Err    error
}

func (e Error) Error() string {
	if e.Err == nil {
		return fmt.Sprintf("exit status %d", e.Status)
	}
	return e.Err.Error()
}

func (e Error) Unwrap() error { return e.Err }

// With returns err with an exit status, or nil if err is nil.
func With(status int, err error) error {
	if err == nil {
		return nil
	}
	return Error{status, err}
}

// Status returns the exit status of an error. An error without one, such as an
// unknown command, is wrong usage.
func Status(err error) int {
	var e Error
	switch {
	case err == nil:
		return 0
	case errors.As(err, &e):
		return e.Status
	}
	return Usage
}
