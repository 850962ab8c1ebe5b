package report_test

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/dailymock/dailymock/internal/report"
)

var (
	additive = []report.Metric{"VIEWS", "TIME_WATCHED_SECONDS", "IMPRESSIONS", "ESTIMATED_EARNINGS_USD", "ESTIMATED_EARNINGS_EUR"}
	anyOf    = []report.Dimension{
		"MONTH", "DAY", "HOUR", "CHANNEL_SLUG", "VIDEO_OWNER_CHANNEL_SLUG", "VIDEO_ID", "VIDEO_TITLE", "MEDIA_TYPE",
		"VISITOR_DOMAIN_GROUP", "VISITOR_PAGE_URL", "PLAYER_ID", "PLAYLIST_ID",
		"VISITOR_COUNTRY", "VISITOR_DEVICE_TYPE", "MONETIZATION_TYPE",
	}
	slugs = []string{"", "harbour-news", "hostile-titles", "stadio-centrale", "northlight", "anybody-at-all"}
)

// TestFinerSumsToCoarser is the invariant that everything else rests on: for any
// two lists of dimensions, one within the other, the finer report's rows add up
// to the coarser one's, to the last digit.
func TestFinerSumsToCoarser(t *testing.T) {
	t.Parallel()
	d := open(t)
	rapid.Check(t, func(t *rapid.T) {
		fine := rapid.SliceOfNDistinct(rapid.SampledFrom(anyOf), 2, 6, rapid.ID).Draw(t, "fine")
		coarse := slices.Clone(fine[:rapid.IntRange(1, len(fine)-1).Draw(t, "kept")])
		fine = rapid.Permutation(fine).Draw(t, "order")
		from := day("2026-03-10").AddDate(0, 0, -rapid.IntRange(0, 400).Draw(t, "back"))
		r := report.Request{
			Edition: "2026", Metrics: additive, Dimensions: fine,
			Start: from, End: from.AddDate(0, 0, rapid.IntRange(0, 40).Draw(t, "days")),
			Product: rapid.SampledFrom([]report.Product{"", report.Content, report.Embed, report.Claim, report.All}).Draw(t, "product"),
			Filters: report.Filters{
				ChannelSlug:           rapid.SampledFrom(slugs).Draw(t, "channel"),
				VideoOwnerChannelSlug: rapid.SampledFrom(slugs).Draw(t, "owner"),
				MediaType:             rapid.SampledFrom([]report.MediaType{"", report.Video, report.Live}).Draw(t, "media"),
				MonetizationType:      rapid.SampledFrom([]report.MonetizationType{"", report.ClaimMonetization, report.VideoMonetization, report.WebsiteMonetization}).Draw(t, "monetization"),
				VisitorDomainGroup:    rapid.SampledFrom([]string{"", "dailymotion.com", "cityportal.example"}).Draw(t, "domain"),
			},
		}
		finer := sums(d.mustCSV(t, r), fine, coarse)
		r.Dimensions = coarse
		coarser := sums(d.mustCSV(t, r), coarse, coarse)
		if !maps.EqualFunc(finer, coarser, slices.Equal) {
			t.Fatalf("%v by %v does not add up to %v", r.Metrics, fine, coarse)
		}
	})
}

// sums adds up rows by some of their dimensions, money in millionths.
func sums(rows [][]string, have, by []report.Dimension) map[string][]int {
	total := map[string][]int{}
	for _, row := range rows {
		var key []string
		for _, d := range by {
			key = append(key, row[slices.Index(have, d)])
		}
		k := strings.Join(key, "\x00")
		if total[k] == nil {
			total[k] = make([]int, len(row)-len(have))
		}
		for i, text := range row[len(have):] {
			total[k][i] += number(strings.Replace(text, ".", "", 1))
		}
	}
	return total
}

// TestRatesComeFromSums compares a rate with the sums that it must come from.
func TestRatesComeFromSums(t *testing.T) {
	t.Parallel()
	d := open(t)
	r := views("2026-03-01", "2026-03-05", "VIDEO_ID", "VISITOR_COUNTRY")
	r.Metrics = []report.Metric{"VIEWS", "TIME_WATCHED_SECONDS", "VIEW_THROUGH_RATE"}
	r.Filters.ChannelSlug = "harbour-news"
	w := defaultWorld(t)
	c, err := w.Channel("harbour-news")
	if err != nil {
		t.Fatal(err)
	}
	lengths := map[string]int{}
	for _, v := range c.Videos(30000) {
		lengths[v.ID] = v.Duration
	}
	rows := d.mustCSV(t, r)
	if len(rows) < 100 {
		t.Fatalf("%d rows, want plenty", len(rows))
	}
	for _, row := range rows {
		views, watched, length := number(row[2]), number(row[3]), lengths[row[0]]
		hundredths := (watched*20000 + views*length) / (2 * views * length)
		if got := number(strings.Replace(row[4], ".", "", 1)); got != hundredths {
			t.Errorf("%v: rate %d hundredths of a percent, want %d", row, got, hundredths)
		}
	}
}
