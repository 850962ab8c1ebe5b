package edition

import (
	"errors"
	"fmt"
	"strings"

	"github.com/dailymock/dailymock/internal/wire"
)

// Errors of requests that an edition does not allow. A refusal wraps one of them and names the limit and the value that
// was sent; docs/spec/reporting.md#errors has the response that each becomes.
var (
	ErrDimensions   = errors.New("too many dimensions")
	ErrMetrics      = errors.New("too many metrics")
	ErrDateRange    = errors.New("invalid date range")
	ErrIncompatible = errors.New("incompatible dimensions")
	ErrParameter    = errors.New("invalid parameter")
)

// Notes of cells that no source speaks of directly.
const (
	noteNoRow       = "no row for it could be read"
	noteCompleteRow = "the compatibility matrix has the whole row, and the dimension is not in it"
	notePartialRow  = "its row could be read only in part"
	noteSource      = "a source says so"
)

// A refusal says to the client why a request is refused; kind is the error that it wraps.
type refusal struct {
	kind error
	text string
}

func (r *refusal) Error() string { return r.text }
func (r *refusal) Unwrap() error { return r.kind }

// Refuse returns an error that wraps kind and reads as the formatted text alone.
func Refuse(kind error, format string, args ...any) error {
	return &refusal{kind, fmt.Sprintf(format, args...)}
}

// Clip returns at most 60 bytes of a text that a client sent, so that the client cannot fill the response with it.
func Clip[T ~string](s T) string { return wire.Clip(s, 60, "…") }

// FirstFew returns the first four values as a list for a message.
func FirstFew[T ~string](values []T) string {
	list := make([]string, 0, 5)
	for _, v := range values[:min(len(values), 4)] {
		list = append(list, Clip(v))
	}
	if len(values) > 4 {
		list = append(list, "…")
	}
	return strings.Join(list, ", ")
}
