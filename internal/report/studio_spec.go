package report

import (
	"github.com/dailymock/dailymock/internal/report/edition"
)

// A studioSpec is what the spec of a Studio report has beside its request.
type studioSpec struct {
	name         string
	slug         string // of the channel
	channel      string // its ID
	organization string // the ID of the organization
	order        Order
}

// The values of an Order; specs store an index of these lists.
var (
	orders     = append([]Metric{""}, edition.Metrics...)
	directions = []bool{false, true}
)

// valid reports whether the order goes with the metrics of the request.
func (s *studioSpec) valid(metrics []Metric) bool {
	return s == nil || s.order.Check(metrics) == nil
}

// appendTo writes the spec after all else; nil writes nothing.
func (s *studioSpec) appendTo(b []byte) []byte {
	if s == nil {
		return b
	}
	b = appendIndexes(b, orders, s.order.By)
	b = appendIndexes(b, directions, s.order.Ascending)
	return appendTexts(b, s.name, s.slug, s.channel, s.organization)
}

// studio reads what appendTo wrote.
func (r *decoder) studio() *studioSpec {
	if len(r.rest) == 0 {
		return nil
	}
	return &studioSpec{
		order: Order{By: readOne(r, orders), Ascending: readOne(r, directions)},
		name:  r.text(), slug: r.text(), channel: r.text(), organization: r.text(),
	}
}
