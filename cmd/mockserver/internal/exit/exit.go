// Package exit holds the exit statuses of the command and errors that carry one.
package exit

import "errors"

// The exit statuses; 0 means success.
const (
	Failed      = 1   // a check failed, or the server did
	Usage       = 2   // invalid flag, setting or address
	Unreachable = 3   // the target did not respond, or no check came to a conclusion
	Interrupted = 130 // stopped by Ctrl-C
)

// An exitError is an error with its exit status. err is nil if there is nothing
// to print.
type exitError struct {
	status int
	err    error
}

func (e exitError) Error() string {
	if e.err == nil {
		return ""
	}
	return e.err.Error()
}

func (e exitError) Unwrap() error { return e.err }

// With returns err with an exit status, or nil if err is nil.
func With(status int, err error) error {
	if err == nil {
		return nil
	}
	return exitError{status, err}
}

// Silent returns an error that prints nothing, or nil if the status is 0.
func Silent(status int) error {
	if status == 0 {
		return nil
	}
	return exitError{status, nil}
}

// HasStatus reports whether an error comes from With or Silent.
func HasStatus(err error) bool { return errors.As(err, new(exitError)) }

// Status returns the exit status of an error. An error without one, such as an
// unknown command, is wrong usage.
func Status(err error) int {
	if e := (exitError{}); errors.As(err, &e) {
		return e.status
	}
	return Usage
}
