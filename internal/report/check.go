package report

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/wire"
	"github.com/dailymock/dailymock/internal/world"
)

// maxText bounds the value of a filter, in bytes, so that a request stays small
// enough to be remembered in its token.
const maxText = 200

// Matrix says how a request is held to the edition's lists and matrix.
type Matrix string

// The ways. Lenient refuses what a source proves wrong and notes what no source
// states; Strict refuses both; Off looks at neither.
const (
	Lenient Matrix = "lenient"
	Strict  Matrix = "strict"
	Off     Matrix = "off"
)

// Matrices are the ways to hold a request to the matrix; the first is that of a
// Config which says none.
var Matrices = []Matrix{Lenient, Strict, Off}

// A refusal says in words for the client why a request is not served, and in
// kind which of this package's errors it is.
type refusal struct {
	kind error
	text string
}

func (r *refusal) Error() string { return r.text }
func (r *refusal) Unwrap() error { return r.kind }

func refuse(kind error, format string, args ...any) error {
	return &refusal{kind, fmt.Sprintf(format, args...)}
}

// A checker holds one request to the rules of its edition.
type checker struct {
	Request
	edition *Edition
	limits  Limits
	matrix  Matrix
	notices []Notice
}

// check tells whether a request may become a report, under which limits, and
// what no source says of it.
func (c Config) check(r Request) (*checker, error) {
	e, err := EditionOf(r.Edition)
	if err != nil {
		return nil, err
	}
	limits, err := e.limits.with(c.Limits)
	if err != nil {
		return nil, err
	}
	k := &checker{Request: r, edition: e, limits: limits, matrix: c.Matrix}
	for _, step := range []func() error{k.checkNames, k.checkCounts, k.checkGranularity, k.checkDates, k.checkFilters, k.checkMatrix} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return k, nil
}

func (c *checker) checkNames() error {
	for _, m := range c.Metrics {
		if !slices.Contains(Metrics, m) {
			return refuse(ErrParameter, "metric %q is not known", clip(m))
		}
	}
	for _, d := range c.Dimensions {
		if !slices.Contains(Dimensions, d) {
			return refuse(ErrParameter, "dimension %q is not known", clip(d))
		}
	}
	return nil
}

func (c *checker) checkCounts() error {
	switch n := len(c.Metrics); {
	case n == 0:
		return refuse(ErrParameter, "metrics is empty, a report needs at least one metric")
	case n > c.limits.Metrics:
		return refuse(ErrMetrics, "%d metrics were asked for (%s), a report takes at most %d", n, firstFew(c.Metrics), c.limits.Metrics)
	}
	switch n := len(c.Dimensions); {
	case n == 0:
		return refuse(ErrParameter, "dimensions is empty, a report needs at least one dimension")
	case n > c.limits.Dimensions:
		return refuse(ErrDimensions, "%d dimensions were asked for, a report takes at most %d", n, c.limits.Dimensions)
	}
	return nil
}

func (c *checker) checkGranularity() error {
	finest := c.limits.Granularity
	for _, d := range c.Dimensions {
		if slices.Index(grains, d) > slices.Index(grains, finest) {
			return refuse(ErrIncompatible, "dimension %s is finer than a %s, the finest granularity here", d, strings.ToLower(string(finest)))
		}
	}
	return nil
}

func (c *checker) checkDates() error {
	if c.Start.IsZero() || c.End.IsZero() {
		return refuse(ErrDateRange, "startDate and endDate are both needed")
	}
	from, to := world.DayOf(c.Start), world.DayOf(c.End)
	switch days := int(to-from) + 1; {
	case to < from:
		return refuse(ErrDateRange, "startDate %s is after endDate %s", from, to)
	case days > c.limits.Days:
		return refuse(ErrDateRange, "%s to %s are %d days, a report takes at most %d", from, to, days, c.limits.Days)
	case days < c.limits.Shortest:
		return refuse(ErrDateRange, "%s to %s are %d days, a report takes at least %d", from, to, days, c.limits.Shortest)
	}
	return nil
}

var filterNames = []string{"channelSlug", "videoOwnerChannelSlug", "mediaType", "monetizationType", "visitorDomainGroup"}

func (c *checker) checkFilters() error {
	f := c.Filters
	for name, text := range map[string]string{
		"channelSlug": f.ChannelSlug, "videoOwnerChannelSlug": f.VideoOwnerChannelSlug, "visitorDomainGroup": f.VisitorDomainGroup,
	} {
		if len(text) > maxText {
			return refuse(ErrParameter, "filter %s is %d bytes long, at most %d are possible", name, len(text), maxText)
		}
	}
	switch {
	case !slices.Contains(mediaTypes, f.MediaType):
		return refuse(ErrParameter, "filter mediaType %q is not known", clip(f.MediaType))
	case !slices.Contains(monetizationTypes, f.MonetizationType):
		return refuse(ErrParameter, "filter monetizationType %q is not known", clip(f.MonetizationType))
	case !slices.Contains(products, c.Product):
		return refuse(ErrParameter, "product %q is not known", clip(c.Product))
	}
	return nil
}

// valid tells whether a request that a token remembers can be served, whatever
// the limits it was accepted under: those of today may be others.
func (r Request) valid() bool {
	days := int(world.DayOf(r.End)-world.DayOf(r.Start)) + 1
	return len(r.Metrics) > 0 && len(r.Dimensions) > 0 && len(r.Dimensions) <= maxDimensions &&
		days > 0 && days <= maxDays
}

// clip keeps what a response repeats of a request short.
func clip[T ~string](s T) string { return wire.Clip(s, 60, "…") }

func firstFew[T ~string](values []T) string {
	texts := make([]string, 0, 4)
	for _, v := range values[:min(len(values), 4)] {
		texts = append(texts, clip(v))
	}
	if len(values) > 4 {
		texts = append(texts, "…")
	}
	return strings.Join(texts, ", ")
}

func sortedKeys[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// Check tells whether a request would become a report, and what no source says
// of it, without asking for one.
func Check(r Request, m Matrix, limits map[string]string) ([]Notice, error) {
	r.Product = cmp.Or(r.Product, Content)
	c, err := Config{Matrix: m, Limits: limits}.check(r)
	if err != nil {
		return nil, err
	}
	return c.notices, nil
}

// FilterNames are the filters of the schema, as a request names them.
func FilterNames() []string { return slices.Clone(filterNames) }

// Products are all products of the schema.
func Products() []Product { return slices.Clone(products) }
