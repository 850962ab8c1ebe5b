// Package work counts what a request costs. All calls of an HTTP request share one Budget.
//
//	if !budget.Spend(len(videos)) {
//		return nil // the request is refused with budget.Err()
//	}
package work

import (
	"context"
	"fmt"
	"time"

	"github.com/dailymock/dailymock/internal/world"

	"github.com/dailymock/dailymock/internal/world/catalogue"
)

// A LimitError says that a request costs more than its budget.
type LimitError struct{ Limit int }

func (e *LimitError) Error() string {
	return fmt.Sprintf("a request costs more than %d units", e.Limit)
}

// A Budget is the work that one HTTP request may cost, in units. A unit is about half a microsecond: reading one
// video in a loop, or writing one field. What is counted does not depend on caches, so the same request is always
// refused or never.
type Budget struct {
	ctx     context.Context
	year    int // of the request
	limit   int // of all units
	anew    int // of those for work that each request does anew
	spent   int
	kept    int // the units of spent for what the mock keeps
	checked int // the units at the last look at ctx
	once    map[string]bool
	err     error
}

// interval is how many units pass between two looks at the context.
const interval = 2000

// The units that a request may cost: some for any, and for each video of the listed channels what it costs to sum up
// its plays, to sort and to filter it. Such sums and orders are kept, so that a large world needs many units for the
// first request only. Work that is done anew has a limit that hardly grows with the world.
const (
	base    = 120_000
	anew    = 480_000
	sum     = 40 // for the plays of one video since it was created
	revenue = 48 // for what one video earned since then
	listed  = sum + 8
)

// New returns a budget for the request that a context belongs to. Its limit allows for listed channels that publish so
// many videos in a year; a limit other than 0 is taken instead.
func New(ctx context.Context, now time.Time, perYear, limit int) *Budget {
	own := limit
	if limit == 0 {
		videos := perYear * max(0, now.Year()-catalogue.FirstYear+1)
		limit, own = base+listed*videos, anew+videos
	}
	return &Budget{ctx: ctx, year: now.Year(), limit: limit, anew: own, checked: -interval} // the first Spend looks
}

// Spend counts units of work that is done anew. It returns false if the budget is used up or the client has left; then
// the caller stops, and the request ends with Err.
func (b *Budget) Spend(units int) bool {
	b.spent += units
	switch {
	case b.err != nil:
	case b.spent > b.limit:
		b.err = &LimitError{b.limit}
	case b.spent-b.kept > b.anew:
		b.err = &LimitError{b.anew}
	case b.spent-b.checked >= interval:
		b.checked = b.spent
		b.err = b.ctx.Err()
	}
	return b.err == nil
}

// SpendOnce counts units for a subject that the mock keeps, unless this request has counted them before.
func (b *Budget) SpendOnce(subject string, units int) bool {
	if b.once[subject] {
		return b.err == nil
	}
	if b.once == nil {
		b.once = map[string]bool{}
	}
	b.once[subject] = true
	b.kept += units
	return b.Spend(units)
}

// Live returns false if the client has left. Loops call it whose units were counted before.
func (b *Budget) Live() bool {
	if b.err == nil {
		b.err = b.ctx.Err()
	}
	return b.err == nil
}

// Context returns the context of the request.
func (b *Budget) Context() context.Context { return b.ctx }

// Err returns why the request is refused, or nil.
func (b *Budget) Err() error { return b.err }

// Videos returns how many videos of the made world channels have until the end of the year.
func (b *Budget) Videos(channels ...*world.Channel) int {
	n := 0
	for _, ch := range channels {
		n += ch.CountUntil(b.year)
	}
	return n
}

// SpendPlays counts the cost of summing up the plays of all videos of channels, once in a request.
func (b *Budget) SpendPlays(channels ...*world.Channel) bool {
	return b.spendEach("plays ", sum, channels)
}

// SpendRevenue counts the cost of summing up what all videos of channels earned, once in a request.
func (b *Budget) SpendRevenue(channels ...*world.Channel) bool {
	return b.spendEach("revenue ", revenue, channels)
}

func (b *Budget) spendEach(what string, units int, channels []*world.Channel) bool {
	for _, ch := range channels {
		if !b.SpendOnce(what+ch.Slug, units*b.Videos(ch)) {
			return false
		}
	}
	return true
}
