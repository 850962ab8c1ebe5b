package report

import (
	"fmt"
	"slices"
	"strings"

	"github.com/dailymock/dailymock/internal/world"
)

// The limits of every generation of the documentation (spec/reporting.md §7).
const (
	MaxDays       = 180
	MaxDimensions = 8
	MaxAtOnce     = 2
)

// Our own bounds, so that a request stays small enough to be remembered in its
// token. The schema's 66 metrics may all be asked for.
const (
	maxMetrics = 66
	maxText    = 200 // bytes of a filter's value
)

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

// An edition is what one generation of the documentation allows.
type edition struct {
	name    string
	metrics int         // per report; 0 for no limit
	without []Dimension // finer than this generation goes
}

// editions in the order that tokens remember them by.
var editions = []edition{
	// The seed page allows one metric, and nothing finer than a day (S0).
	{name: "2018", metrics: 1, without: []Dimension{"HOUR", "MINUTE"}},
	// The current pages name no limit for metrics and list HOUR (S6, S8).
	{name: "2026"},
}

func editionOf(name string) (edition, error) {
	for _, e := range editions {
		if e.name == name {
			return e, nil
		}
	}
	return edition{}, refuse(ErrParameter, "edition %q is not known", name)
}

// check tells whether a request may become a report.
func check(r Request) error {
	e, err := editionOf(r.Edition)
	if err != nil {
		return err
	}
	for _, err := range []error{
		checkMetrics(e, r.Metrics), checkDimensions(e, r.Dimensions), checkDates(r), checkFilters(r),
	} {
		if err != nil {
			return err
		}
	}
	return nil
}

func checkMetrics(e edition, metrics []Metric) error {
	switch n := len(metrics); {
	case n == 0:
		return refuse(ErrParameter, "metrics is empty, a report needs at least one metric")
	case e.metrics > 0 && n > e.metrics:
		return refuse(ErrMetrics, "%d metrics were asked for (%s), a report takes at most %d", n, list(metrics), e.metrics)
	case n > maxMetrics:
		return refuse(ErrMetrics, "%d metrics were asked for, a report takes at most %d", n, maxMetrics)
	}
	for _, m := range metrics {
		if !slices.Contains(Metrics, m) {
			return refuse(ErrParameter, "metric %q is not known", clip(m))
		}
	}
	return nil
}

func checkDimensions(e edition, dimensions []Dimension) error {
	switch n := len(dimensions); {
	case n == 0:
		return refuse(ErrParameter, "dimensions is empty, a report needs at least one dimension")
	case n > MaxDimensions:
		return refuse(ErrDimensions, "%d dimensions were asked for, a report takes at most %d", n, MaxDimensions)
	}
	for _, d := range dimensions {
		switch {
		case !slices.Contains(Dimensions, d):
			return refuse(ErrParameter, "dimension %q is not known", clip(d))
		case slices.Contains(e.without, d):
			return refuse(ErrIncompatible, "dimension %s is finer than a day, the finest granularity here", d)
		}
	}
	return nil
}

func checkDates(r Request) error {
	if r.Start.IsZero() || r.End.IsZero() {
		return refuse(ErrDateRange, "startDate and endDate are both needed")
	}
	from, to := world.DayOf(r.Start), world.DayOf(r.End)
	switch days := int(to-from) + 1; {
	case to < from:
		return refuse(ErrDateRange, "startDate %s is after endDate %s", from, to)
	case days > MaxDays:
		return refuse(ErrDateRange, "%s to %s are %d days, a report takes at most %d", from, to, days, MaxDays)
	}
	return nil
}

func checkFilters(r Request) error {
	f := r.Filters
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
	case r.Product != "" && !slices.Contains(products, r.Product):
		return refuse(ErrParameter, "product %q is not known", clip(r.Product))
	}
	return nil
}

// clip keeps what a client sent from filling our answer.
func clip[T ~string](s T) string {
	if len(s) > 60 {
		return strings.ToValidUTF8(string(s[:60]), "") + "…"
	}
	return string(s)
}

func list[T ~string](values []T) string {
	texts := make([]string, 0, 4)
	for _, v := range values[:min(len(values), 4)] {
		texts = append(texts, clip(v))
	}
	if len(values) > 4 {
		texts = append(texts, "…")
	}
	return strings.Join(texts, ", ")
}
