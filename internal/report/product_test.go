package report_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/report/edition"
)

// harbour are the channels of the default world that ana's reports have.
var harbour = []string{"harbour-news", "cuisine-du-port", "stadio-centrale", "hafenklang"}

// TestProducts says whose plays each product has, and for whom they count.
func TestProducts(t *testing.T) {
	t.Parallel()
	d := open(t)
	r := views(
		"2026-03-01",
		"2026-03-03",
		"CHANNEL_SLUG",
		"VIDEO_OWNER_CHANNEL_SLUG",
		"PUBLISHER_CHANNEL",
		"CLAIMER_CHANNEL",
		"MONETIZATION_TYPE",
	)
	type row struct{ channel, owner, publisher, claimer, by string }
	content := func(r row) bool { return slices.Contains(harbour, r.owner) }
	embed := func(r row) bool { return slices.Contains(harbour, r.publisher) }
	claim := func(r row) bool { return slices.Contains(harbour, r.claimer) && r.by == "claim" }
	rows := map[report.Product]map[row]int{}
	for product, rule := range map[report.Product]func(row) bool{
		edition.Content: func(r row) bool { return content(r) && r.channel == r.owner },
		edition.Embed:   func(r row) bool { return embed(r) && r.channel == r.publisher },
		edition.Claim:   func(r row) bool { return claim(r) && r.channel == r.claimer },
		edition.All:     func(r row) bool { return content(r) || embed(r) || claim(r) },
	} {
		r.Product = product
		rows[product] = map[row]int{}
		for _, f := range d.mustCSV(t, r) {
			at := row{f[0], f[1], f[2], f[3], f[4]}
			if !rule(at) {
				t.Errorf("%s has %v", product, at)
			}
			rows[product][at] = number(f[5])
		}
		if len(rows[product]) == 0 {
			t.Errorf("%s has no rows", product)
		}
	}
	// Each play counts once in ALL: for the owner, else the claimer, else the publisher.
	want := maps.Clone(rows[edition.Content])
	for at, n := range rows[edition.Claim] {
		if !content(at) {
			want[at] = n
		}
	}
	for at, n := range rows[edition.Embed] {
		if !content(at) && !claim(at) {
			want[at] = n
		}
	}
	if !maps.Equal(rows[edition.All], want) {
		t.Errorf("ALL has %v, want %v", rows[edition.All], want)
	}
}

// TestFilterKeepsOneValue compares each filter with the dimension that it names:
// the filtered report is the unfiltered one's rows of that value.
func TestFilterKeepsOneValue(t *testing.T) {
	t.Parallel()
	d := open(t)
	for _, c := range []struct {
		dimension report.Dimension
		value     string
		set       func(*report.Filters)
	}{
		{"CHANNEL_SLUG", "hafenklang", func(f *report.Filters) { f.ChannelSlug = "hafenklang" }},
		{"VIDEO_OWNER_CHANNEL_SLUG", "harbour-news", func(f *report.Filters) { f.VideoOwnerChannelSlug = "harbour-news" }},
		{"MEDIA_TYPE", "live", func(f *report.Filters) { f.MediaType = edition.Live }},
		{"MEDIA_TYPE", "video", func(f *report.Filters) { f.MediaType = edition.Video }},
		{"VISITOR_DOMAIN_GROUP", "cityportal.example",
			func(f *report.Filters) { f.VisitorDomainGroup = "cityportal.example" }},
		{"MONETIZATION_TYPE", "claim", func(f *report.Filters) { f.MonetizationType = edition.ClaimMonetization }},
		{"MONETIZATION_TYPE", "video_monetization",
			func(f *report.Filters) { f.MonetizationType = edition.VideoMonetization }},
		{"MONETIZATION_TYPE", "website_monetization",
			func(f *report.Filters) { f.MonetizationType = edition.WebsiteMonetization }},
	} {
		r := views("2026-03-01", "2026-03-08", c.dimension, "VISITOR_DEVICE_TYPE")
		r.Product = edition.All
		var want [][]string
		for _, row := range d.mustCSV(t, r) {
			if row[0] == c.value {
				want = append(want, row)
			}
		}
		c.set(&r.Filters)
		if got := d.mustCSV(t, r); len(want) == 0 || !slices.EqualFunc(got, want, slices.Equal) {
			t.Errorf("%s %s: %v, want %v", c.dimension, c.value, strings.Join(slices.Concat(got...), " "), want)
		}
	}
}
