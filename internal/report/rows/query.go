package rows

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world"
)

// A Query says which rows a report has.
type Query struct {
	Request     edition.Request
	Login       string       // of the account whose channels are counted
	Channel     string       // the slug of the only channel that is counted; "" means all of the account
	Moment      world.Moment // later plays and edits do not count
	Order       Order        // zero means by the dimensions
	RowsPerFile int
}

// channels returns the channels whose plays the report counts, sorted by slug: those of the account, and those that the
// filters name if they are the account's.
func (q Query) channels(w *world.World) []world.Managed {
	a := world.Account{Login: q.Login}
	if q.Channel != "" {
		return managed(w, a, q.Moment, q.Channel)
	}
	named := managed(w, a, q.Moment, q.Request.Filters.ChannelSlug, q.Request.Filters.VideoOwnerChannelSlug)
	all := append(w.Managed(a, q.Moment), named...)
	slices.SortFunc(all, func(a, b world.Managed) int { return cmp.Compare(a.Slug, b.Slug) })
	return slices.CompactFunc(all, func(a, b world.Managed) bool { return a.Slug == b.Slug })
}

// managed returns those of some channels that are an account's. The world of today may lack a channel.
func managed(w *world.World, a world.Account, m world.Moment, slugs ...string) (all []world.Managed) {
	for _, slug := range slugs {
		if c, err := w.Channel(slug); err == nil {
			if one, ok := w.ManagedBy(a, c, m); ok {
				all = append(all, one)
			}
		}
	}
	return all
}

// header returns the first line of each file.
func (q Query) header() string {
	var names []string
	for _, d := range q.Request.Dimensions {
		names = append(names, strings.ToLower(string(d)))
	}
	for _, m := range q.Request.Metrics {
		names = append(names, strings.ToLower(string(m)))
	}
	return strings.Join(names, ",") + "\n"
}

// An Order says which metric the rows of a report are ordered by. Rows with the same value, as the file shows it, are
// ordered by their dimensions, ascending.
type Order struct {
	By        edition.Metric // "": all rows by the dimensions, in the order that is cheapest to make
	Ascending bool           // the least first; descending otherwise
}

// MaxSorted is the most rows of a report that is ordered by a metric, since they are held in memory.
const MaxSorted = 1_000_000

// Check returns an error unless the order is by one of the metrics of a request.
func (o Order) Check(metrics []edition.Metric) error {
	if o.By != "" && !slices.Contains(metrics, o.By) {
		return edition.Refuse(edition.ErrParameter, "orderBy names %s, which is not among the metrics (%s)",
			edition.Clip(o.By), edition.FirstFew(metrics))
	}
	return nil
}
