package graph

import (
	"fmt"

	"github.com/dailymock/dailymock/internal/report"
)

// A page is the part of a connection's items that it shows: from start up to end.
type page struct {
	start, end, total int
	info              *PageInfo
}

// pageOf returns a page by its number. Pages count from 1 and have first items each;
// without first, one page has all items.
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
