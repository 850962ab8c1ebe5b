package edition

import (
	"cmp"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/world"
)

// A Matrix says how strictly requests are checked against the lists and the matrix of their edition.
type Matrix string

// The ways to check. Lenient refuses what a source proves wrong and adds notices for what no source states; Strict
// refuses both; Off checks neither.
const (
	Lenient Matrix = "lenient"
	Strict  Matrix = "strict"
	Off     Matrix = "off"
)

// Matrices are the ways to check; the first is the default.
var Matrices = []Matrix{Lenient, Strict, Off}

// A checker checks one request against the rules of its edition.
type checker struct {
	Request
	edition *Edition
	limits  Limits
	matrix  Matrix
	notices []Notice
}

// Check returns the limits of an accepted request and notices about what no source documents. overrides replace limits
// of the edition by name. The error wraps one of this package's errors and is meant for the client.
func Check(r Request, m Matrix, overrides map[string]string) (Limits, []Notice, error) {
	r.Product = cmp.Or(r.Product, Content)
	e, err := ByName(r.Edition)
	if err != nil {
		return Limits{}, nil, err
	}
	limits, err := e.limits.with(overrides)
	if err != nil {
		return Limits{}, nil, err
	}
	c := &checker{Request: r, edition: e, limits: limits, matrix: m}
	for _, step := range []func() error{
		c.checkNames, c.checkCounts, c.checkGranularity, c.checkDates, c.checkFilters, c.checkMatrix,
	} {
		if err := step(); err != nil {
			return Limits{}, nil, err
		}
	}
	return limits, c.notices, nil
}

func (c *checker) checkNames() error {
	for _, m := range c.Metrics {
		if !slices.Contains(Metrics, m) {
			return Refuse(ErrParameter, "unknown metric %q", Clip(m))
		}
	}
	for _, d := range c.Dimensions {
		if !slices.Contains(Dimensions, d) {
			return Refuse(ErrParameter, "unknown dimension %q", Clip(d))
		}
	}
	return nil
}

func (c *checker) checkCounts() error {
	switch n := len(c.Metrics); {
	case n == 0:
		return Refuse(ErrParameter, "metrics is empty, a report needs at least one metric")
	case n > c.limits.Metrics:
		return Refuse(ErrMetrics, "%d metrics were asked for (%s), a report takes at most %d",
			n, FirstFew(c.Metrics), c.limits.Metrics)
	}
	switch n := len(c.Dimensions); {
	case n == 0:
		return Refuse(ErrParameter, "dimensions is empty, a report needs at least one dimension")
	case n > c.limits.Dimensions:
		return Refuse(ErrDimensions, "%d dimensions were asked for, a report takes at most %d", n, c.limits.Dimensions)
	}
	return nil
}

func (c *checker) checkGranularity() error {
	finest := c.limits.Granularity
	for _, d := range c.Dimensions {
		if slices.Index(timeDimensions, d) > slices.Index(timeDimensions, finest) {
			return Refuse(ErrIncompatible, "dimension %s is finer than a %s, the finest granularity of this edition",
				d, strings.ToLower(string(finest)))
		}
	}
	return nil
}

func (c *checker) checkDates() error {
	if c.Start.IsZero() || c.End.IsZero() {
		return Refuse(ErrDateRange, "startDate and endDate are both required")
	}
	from, to := world.DayOf(c.Start), world.DayOf(c.End)
	switch days := int(to-from) + 1; {
	case to < from:
		return Refuse(ErrDateRange, "startDate %s is after endDate %s", from, to)
	case days > c.limits.Days:
		return Refuse(ErrDateRange, "%s to %s is %d days, a report takes at most %d", from, to, days, c.limits.Days)
	case days < c.limits.Shortest:
		return Refuse(ErrDateRange, "%s to %s is %d days, a report takes at least %d", from, to, days, c.limits.Shortest)
	}
	return nil
}

func (c *checker) checkFilters() error {
	f := c.Filters
	for _, filter := range []struct{ name, text string }{
		{"channelSlug", f.ChannelSlug},
		{"videoOwnerChannelSlug", f.VideoOwnerChannelSlug},
		{"visitorDomainGroup", f.VisitorDomainGroup},
	} {
		if len(filter.text) > MaxText {
			return Refuse(ErrParameter, "filter %s has %d bytes, at most %d are allowed", filter.name, len(filter.text), MaxText)
		}
	}
	switch {
	case !slices.Contains(MediaTypes, f.MediaType):
		return Refuse(ErrParameter, "unknown mediaType %q in filters", Clip(f.MediaType))
	case !slices.Contains(MonetizationTypes, f.MonetizationType):
		return Refuse(ErrParameter, "unknown monetizationType %q in filters", Clip(f.MonetizationType))
	case !slices.Contains(Products, c.Product):
		return Refuse(ErrParameter, "unknown product %q", Clip(c.Product))
	}
	return nil
}
