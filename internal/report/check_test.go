package report_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/report/edition"
)

// TestLimits asks just inside and just outside of each limit.
func TestLimits(t *testing.T) {
	t.Parallel()
	request := func(change func(*report.Request)) report.Request {
		r := views("2026-01-01", "2026-01-31", "DAY")
		change(&r)
		return r
	}
	dates := func(from, to string) report.Request { return views(from, to, "DAY") }
	dims := func(n int) report.Request {
		return request(func(r *report.Request) { r.Dimensions = slices.Repeat([]report.Dimension{"DAY"}, n) })
	}
	metrics := func(edition string, m ...report.Metric) report.Request {
		return request(func(r *report.Request) { r.Edition, r.Metrics = edition, m })
	}
	by := func(edition string, d ...report.Dimension) report.Request {
		return request(func(r *report.Request) { r.Edition, r.Dimensions = edition, d })
	}
	for _, c := range []struct {
		name  string
		r     report.Request
		kind  error  // nil: passes
		words string // in the refusal, apart by blanks
	}{
		{"one day", dates("2026-01-01", "2026-01-01"), nil, ""},
		{"180 days", dates("2026-01-01", "2026-06-29"), nil, ""},
		{"181 days", dates("2026-01-01", "2026-06-30"), report.ErrDateRange, "181 180"},
		{"reversed", dates("2026-01-02", "2026-01-01"), report.ErrDateRange, "2026-01-02 2026-01-01"},
		{"no start", request(func(r *report.Request) { r.Start = day("0001-01-01") }), report.ErrDateRange, "startDate"},
		{"far future", dates("2060-01-01", "2060-01-31"), nil, ""},
		{"8 dimensions", dims(8), nil, ""},
		{"9 dimensions", dims(9), report.ErrDimensions, "9 8"},
		{"no dimension", dims(0), report.ErrParameter, "dimensions"},
		{"no metric", metrics("2026"), report.ErrParameter, "metrics"},
		{"one metric in 2018", metrics("2018", "VIEWS"), nil, ""},
		{"two metrics in 2018", metrics("2018", "VIEWS", "IMPRESSIONS"), report.ErrMetrics, "2 1 VIEWS IMPRESSIONS"},
		{"two metrics in 2026", metrics("2026", "VIEWS", "IMPRESSIONS"), nil, ""},
		{"HOUR in 2018", by("2018", "HOUR"), report.ErrIncompatible, "HOUR"},
		{"MINUTE in 2018", by("2018", "MINUTE"), report.ErrIncompatible, "MINUTE"},
		{"HOUR in 2026", by("2026", "HOUR"), nil, ""},
		{"MINUTE in 2026", by("2026", "MINUTE"), nil, ""},
		{"an unknown metric", metrics("2026", "views"), report.ErrParameter, "views"},
		{"an unknown dimension", by("2026", "VIDEO_DEVICE_TYPE"), report.ErrParameter, "VIDEO_DEVICE_TYPE"},
		{"an unknown edition", by("1999", "DAY"), report.ErrParameter, "1999"},
		{"an unknown product", request(func(r *report.Request) { r.Product = "EVERYTHING" }), report.ErrParameter,
			"EVERYTHING"},
		{"an unknown media type", request(func(r *report.Request) { r.Filters.MediaType = "AUDIO" }), report.ErrParameter,
			"AUDIO"},
		{"an unknown monetisation", request(func(r *report.Request) { r.Filters.MonetizationType = "TIPS" }),
			report.ErrParameter, "TIPS"},
		{"a slug of 201 bytes", request(func(r *report.Request) { r.Filters.ChannelSlug = strings.Repeat("x", 201) }),
			report.ErrParameter, "channelSlug 201 200"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := open(t).Ask(ana, c.r)
			if !errors.Is(err, c.kind) {
				t.Fatalf("got %v, want %v", err, c.kind)
			}
			for word := range strings.FieldsSeq(c.words) {
				if !strings.Contains(err.Error(), word) {
					t.Errorf("%q does not say %q", err, word)
				}
			}
		})
	}
}

// TestEveryEnumValueIsServed asks for each value of the schema alone.
func TestEveryEnumValueIsServed(t *testing.T) {
	t.Parallel()
	d := open(t, func(c *report.Config) { c.Policy.Takes = 0 })
	for _, m := range edition.Metrics {
		r := views("2026-03-01", "2026-03-07", "VIDEO_ID")
		r.Metrics = []report.Metric{m}
		r.Filters.ChannelSlug = "stadio-centrale"
		if strings.HasPrefix(string(m), "TRANSCODING") || m == "UPLOADS" || m == "AI_USED_CREDITS" { // few videos are new
			r.Start = day("2025-10-01")
		}
		if rows := d.mustCSV(t, r); len(rows) == 0 {
			t.Errorf("%s has no rows", m)
		}
	}
	for _, dim := range edition.Dimensions {
		r := views("2026-02-01", "2026-02-08", dim)
		r.Product = edition.All
		r.Metrics = []report.Metric{"VIEWS", "TRANSCODING_USED_TOTAL_SECONDS", "AI_USED_CREDITS"}
		want := 2
		switch dim {
		case "MONTH":
			r.End = day("2026-03-01")
		case "PARENT_ACCOUNT_ID", "PARENT_ACCOUNT_USERNAME": // there is one above all of an account's channels
			want = 1
		}
		if rows := d.mustCSV(t, r); len(rows) < want || rows[len(rows)-1][0] == "" {
			t.Errorf("%s has the rows %v, want %d or more with a value", dim, rows, want)
		}
	}
	if len(edition.Metrics) != 66 || len(edition.Dimensions) != 55 {
		t.Errorf("%d metrics and %d dimensions are known, want 66 and 55", len(edition.Metrics), len(edition.Dimensions))
	}
}
