package graph

import (
	"fmt"

	"github.com/dailymock/dailymock/internal/report"
)

// A page is which of all items a connection shows: those from start up to end.
type page struct {
	start, end, total int
	info              *PageInfo
}

// pageOf is the number-th page, counted from 1, of first items each; all items
// without first.
func pageOf(total int, first, number *int) (page, error) {
	size, n := total, 1
	if first != nil {
		size = *first
	}
	if number != nil {
		n = *number
	}
	switch {
	case first != nil && size < 1:
		return page{}, fmt.Errorf("%w: first must be 1 or more, and %d was sent", report.ErrParameter, size)
	case n < 1:
		return page{}, fmt.Errorf("%w: page must be 1 or more, and %d was sent", report.ErrParameter, n)
	}
	start := min((n-1)*size, total)
	end := min(start+size, total)
	p := page{start, end, total, &PageInfo{HasNextPage: end < total, HasPreviousPage: n > 1}}
	if end < total {
		p.info.NextPage = new(n + 1)
	}
	return p, nil
}
