package report_test

import (
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world"
)

// additive are the metrics that add up: all but rates, scores and gauges.
var additive = slices.DeleteFunc(slices.Clone(edition.Metrics), func(m report.Metric) bool {
	return strings.HasSuffix(string(m), "_RATE") || strings.HasSuffix(string(m), "_SCORE") ||
		strings.HasPrefix(string(m), "ECPM") || strings.HasPrefix(string(m), "ERPM") ||
		strings.HasPrefix(string(m), "STORAGE") || m == "AVERAGE_WATCH_TIME_SEC"
})

// slugs are those of openAny's worlds.
var slugs = []string{"", "", "first", "second", "fans", "other"}

// TestFinerSumsToCoarser is the invariant that everything else rests on: for any
// two lists of dimensions, one within the other, the finer report's rows add up
// to the coarser one's, to the last digit.
func TestFinerSumsToCoarser(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := openAny(t)
		fine := rapid.SliceOfNDistinct(rapid.SampledFrom(edition.Dimensions), 2, 8, rapid.ID).Draw(t, "fine")
		coarse := slices.Clone(fine[:rapid.IntRange(1, len(fine)-1).Draw(t, "kept")])
		fine = rapid.Permutation(fine).Draw(t, "order")
		from, to := d.anyRange(t, 25)
		r := report.Request{
			Edition:    "2026",
			Dimensions: fine,
			Metrics:    rapid.SliceOfNDistinct(rapid.SampledFrom(additive), 1, 5, rapid.ID).Draw(t, "metrics"),
			Start:      from,
			End:        to,
			Product: rapid.SampledFrom(
				[]report.Product{"", edition.Content, edition.Embed, edition.Claim, edition.All},
			).Draw(
				t,
				"product",
			),
			Filters: report.Filters{
				ChannelSlug:           rapid.SampledFrom(slugs).Draw(t, "channel"),
				VideoOwnerChannelSlug: rapid.SampledFrom(slugs).Draw(t, "owner"),
				MediaType:             rapid.SampledFrom([]report.MediaType{"", edition.Video, edition.Live}).Draw(t, "media"),
				MonetizationType: rapid.SampledFrom(
					[]report.MonetizationType{"", edition.ClaimMonetization, edition.VideoMonetization, edition.WebsiteMonetization},
				).Draw(
					t,
					"monetization",
				),
				VisitorDomainGroup: rapid.SampledFrom([]string{"", "", "dailymotion.com", "a.example"}).Draw(t, "domain"),
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

// TestIdentitiesOfTheReference holds in every row of any report: what the
// reference defines by other metrics equals what they say.
func TestIdentitiesOfTheReference(t *testing.T) {
	t.Parallel()
	identities := []struct {
		whole report.Metric
		parts []report.Metric
	}{
		{"SELLABLE_INVENTORY", []report.Metric{"NB_IMPRESSION", "NB_MISSED_IMPRESSION"}},
		{"TOTAL_INVENTORY", []report.Metric{"SELLABLE_INVENTORY", "NO_ADS"}},
		{"NB_MISSED_IMPRESSION", []report.Metric{"NO_FILLS", "AD_ERRORS", "TIMEOUTS"}},
		{"NB_IMPRESSION", []report.Metric{"HIGH_VIEWABLE_IMPRESSIONS", "LOW_VIEWABLE_IMPRESSIONS"}},
		{"NB_IMPRESSION", []report.Metric{"AD_VIEW_COMPLETED", "AD_VIEW_NOT_COMPLETED"}},
		{"NB_IMPRESSION", []report.Metric{"IMPRESSIONS"}},
		{"TOTAL_INVENTORY", []report.Metric{"VALID_TRAFFIC_INVENTORY", "INVALID_TRAFFIC_INVENTORY"}},
		{"TOTAL_INVENTORY", []report.Metric{
			"GDPR_FULL_CONSENT_INVENTORY", "GDPR_EMPTY_CONSENT_INVENTORY", "GDPR_ERROR_CONSENT_INVENTORY",
			"GDPR_OTHER_CONSENT_INVENTORY", "GDPR_REFUSE_CONSENT_INVENTORY",
		}},
		{"TOTAL_INVENTORY", []report.Metric{"GDPR_FULL_CONSENT_INVENTORY", "NB_INVENTORY_GDPR_MISSING_FULL_CONSENT"}},
		{"BANDWIDTH_USED_TOTAL_BYTES", []report.Metric{"BANDWIDTH_USED_VOD_BYTES", "BANDWIDTH_USED_LIVE_BYTES"}},
		{"TRANSCODING_USED_TOTAL_SECONDS", []report.Metric{"TRANSCODING_USED_VOD_SECONDS", "TRANSCODING_USED_LIVE_SECONDS"}},
	}
	rapid.Check(t, func(t *rapid.T) {
		d := openAny(t)
		r := views(
			"2026-03-01",
			"2026-03-01",
			rapid.SliceOfNDistinct(rapid.SampledFrom(edition.Dimensions), 1, 5, rapid.ID).Draw(t, "dimensions")...)
		r.Start, r.End = d.anyRange(t, 10)
		r.Product = rapid.SampledFrom([]report.Product{edition.Content, edition.All}).Draw(t, "product")
		same := rapid.SampledFrom(identities).Draw(t, "identity")
		r.Metrics = append([]report.Metric{same.whole}, same.parts...)
		for _, row := range d.mustCSV(t, r) {
			values := row[len(r.Dimensions):]
			whole := number(values[0])
			for _, part := range values[1:] {
				whole -= number(part)
			}
			if whole != 0 {
				t.Fatalf("%s is not %v: off by %d in %v", same.whole, same.parts, whole, row)
			}
		}
	})
}

// TestGaugeIsReadAtTheEnd compares a gauge of a month with that of its last day.
func TestGaugeIsReadAtTheEnd(t *testing.T) {
	t.Parallel()
	d := open(t)
	ask := func(dims ...report.Dimension) [][]string {
		r := views("2026-01-10", "2026-03-20", dims...)
		r.Metrics = []report.Metric{"STORAGE_USED_BYTES", "STORAGE_USED_MEDIA_COUNT"}
		return d.mustCSV(t, r)
	}
	days, months, whole := ask("DAY"), ask("MONTH"), ask("VIDEO_OWNER_CHANNEL_SLUG")
	at := func(date string) []string {
		i := slices.IndexFunc(days, func(row []string) bool { return row[0] == date })
		if i < 0 {
			t.Fatalf("no row for %s", date)
		}
		return days[i][1:]
	}
	for i, last := range []string{"2026-01-31", "2026-02-28", "2026-03-10"} { // the 10th is today
		if got, want := months[i][1:], at(last); !slices.Equal(got, want) {
			t.Errorf("month %s = %v, want what %s has: %v", months[i][0], got, last, want)
		}
	}
	total := 0
	for _, row := range whole {
		total += number(row[1])
	}
	if want := number(at("2026-03-10")[0]); total != want {
		t.Errorf("all channels hold %d bytes, want %d as on the last day known", total, want)
	}
}

// TestUploadsAreCountedOnTheirDay compares UPLOADS with the videos of the world.
func TestUploadsAreCountedOnTheirDay(t *testing.T) {
	t.Parallel()
	d := open(t)
	r := views("2025-10-01", "2026-03-10", "DAY", "VIDEO_ID")
	r.Metrics = []report.Metric{"UPLOADS"}
	r.Filters.ChannelSlug = "harbour-news"
	got := map[string]string{}
	for _, row := range d.mustCSV(t, r) {
		got[row[1]] = row[0] + " " + row[2]
	}
	c, err := defaultWorld(t).Channel("harbour-news")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{}
	for _, v := range c.Videos(world.DayOf(noon)) {
		if v.Created.Before(noon.Truncate(time.Hour)) && !v.Created.Before(day("2025-10-01")) {
			want[v.ID] = v.Created.Format(time.DateOnly) + " 1"
		}
	}
	if !maps.Equal(got, want) || len(want) == 0 {
		t.Errorf("uploads = %v, want %v", got, want)
	}
}

// TestTotalsAreTheSumOfClusters compares reports that need no cluster with those that do.
func TestTotalsAreTheSumOfClusters(t *testing.T) {
	t.Parallel()
	d := open(t)
	for _, slug := range []string{"", "harbour-news", "stadio-centrale"} {
		coarse := []report.Dimension{"VIDEO_OWNER_CHANNEL_SLUG", "DAY", "VIDEO_ID"}
		r := views("2026-02-01", "2026-03-10", coarse...) // the last day is not over
		r.Metrics = []report.Metric{"VIEWS", "LIVE_VIEWERS"}
		r.Filters.ChannelSlug = slug
		got := sums(d.mustCSV(t, r), coarse, coarse)
		r.Dimensions = append(slices.Clone(coarse), "HOUR")
		want := sums(d.mustCSV(t, r), r.Dimensions, coarse)
		if !maps.EqualFunc(got, want, slices.Equal) || len(got) == 0 {
			t.Errorf("%q: %d totals are not the sums of %d", slug, len(got), len(want))
		}
	}
}

// BenchmarkTotals writes a report of few rows over a large channel, in relation to one that needs all clusters.
func BenchmarkTotals(b *testing.B) {
	d := open(b)
	read := func(m report.Metric) time.Duration {
		r := views("2025-09-12", "2026-03-10", "MONTH")
		r.Metrics, r.Filters.ChannelSlug = []report.Metric{m}, "many-rows"
		start := time.Now()
		d.mustCSV(b, r)
		return time.Since(start)
	}
	clusters, totals := read("TIME_WATCHED_SECONDS"), time.Duration(0)
	for b.Loop() {
		totals += read("VIEWS")
	}
	b.ReportMetric(float64(totals)/float64(b.N)/float64(clusters), "of-clusters")
}
