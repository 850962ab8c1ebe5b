package survey

import (
	"fmt"
	"slices"
	"strings"
	"time"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// both lists the endpoints for reports.
var both = []Endpoint{PublicReports, PrivateReports}

// report returns a case that requests reports, too many to wait for each in real time.
func report(id, title, states string, run func(t *T)) Case {
	c := signedIn(id, title, states, run)
	c.Effect, c.Needs = CreatesReport, append(c.Needs, Clock)
	return c
}

// of returns a request for a metric by dimensions, over three days. Pairs are further members and their values.
func of(t *T, metric string, dimensions []string, pairs ...any) Input {
	in := t.ReportInput().With("metrics", []string{metric}, "dimensions", dimensions)
	return in.With(pairs...)
}

// days returns a request for views by day over a number of days that ended some days ago.
func days(t *T, count, ago int, dimensions ...string) Input {
	return of(t, "VIEWS", append([]string{"DAY"}, dimensions...), "startDate", t.Day(ago+count-1), "endDate", t.Day(ago))
}

// byDay returns the sums of a column for each day.
func byDay(f Table, column string) map[string]int {
	sums := map[string]int{}
	days := f.Column("day")
	for i, n := range f.Numbers(column) {
		sums[days[i]] += int(n)
	}
	return sums
}

// single lists the dimensions of engagement of which a view has one value, so that their rows sum to the total.
const single = `VIDEO_OWNER_CHANNEL_SLUG VIDEO_ID VIDEO_TITLE MEDIA_TYPE CONTENT_TAG_LIST PLAYLIST_ID PLAYLIST_TITLE
	VIDEO_POSITION PLAYER_ID PLAYER_TITLE PUBLISHER_ID PUBLISHER_CHANNEL VISITOR_DOMAIN_GROUP VISITOR_PAGE_URL
	VISITOR_SUBDOMAIN VISITOR_COUNTRY VISITOR_DEVICE_TYPE ACTION`

func reports() []Case {
	return []Case{
		report("REPORTING-190", "a report of any range is finished in time, with a row for each day",
			"reporting-7.2 reporting-7.3 reporting-7.10 reporting-7.13 reporting-9.9", ranges),
		report("REPORTING-191", "the rows of each dimension sum to the total of each day", "reporting-9.21", dimensions),
		report("REPORTING-192", "each product has views and earnings, and ALL has no fewer", "reporting-5.10 reporting-5.20",
			products),
		report("REPORTING-193", "each filter selects rows, and its values sum to what is reported without it",
			"reporting-5.8 reporting-5.9 reporting-9.21", filters),
		report("REPORTING-194", "each metric of the documentation is reported, alone and with others",
			"reporting-5.1 reporting-7.7 reporting-9.12", metrics),
		report("REPORTING-195", "any number of dimensions up to eight is accepted, on both hosts", "reporting-7.5",
			func(t *T) {
				for n := 1; n <= 7; n++ {
					for _, d := range both {
						d.Table(t, days(t, 1, 7, strings.Fields(single)[:n]...)).WithRows()
					}
				}
			}),
		report("REPORTING-196", "hours and months of any range sum to its days",
			"reporting-9.10 reporting-9.17 reporting-9.21", func(t *T) {
				for _, count := range []int{1, 2, 31, 180} {
					want := PrivateReports.Table(t, days(t, count, 3)).Sum("views")
					for _, unit := range []string{"HOUR", "MONTH"} {
						f := PrivateReports.Table(t, days(t, count, 3).With("dimensions", []string{unit}))
						assert.Equal(t, want, f.Sum("views"), fmt.Sprintf("views of %d days by %s", count, unit))
					}
				}
			}),
	}
}

func ranges(t *T) {
	for _, count := range []int{1, 2, 7, 14, 28, 30, 31, 60, 90, 91, 120, 180} {
		for _, d := range both {
			in := days(t, count, 3)
			f := d.Table(t, in)
			assert.Len(t, f.Rows, count, "rows of "+fmt.Sprint(count)+" days on the host of "+d.Kind+" keys")
			got := slices.Sorted(slices.Values(f.Column("day")))
			assert.Equal(t, []any{in["startDate"], in["endDate"]}, []any{got[0], got[len(got)-1]}, "first and last day")
		}
	}
	f := PrivateReports.Table(t, days(t, 3, 0))
	assert.GreaterOrEqual(t, len(f.Rows), 2, "rows until today")
}

func dimensions(t *T) {
	for _, metric := range []string{"VIEWS", "TIME_WATCHED_SECONDS"} {
		column := strings.ToLower(metric)
		want := byDay(PrivateReports.Table(t, of(t, metric, []string{"DAY"})).WithRows(), column)
		for name := range strings.FieldsSeq(single) {
			got := byDay(PrivateReports.Table(t, of(t, metric, []string{"DAY", name})), column)
			assert.Equal(t, want, got, column+" of each day, by "+name)
		}
	}
	want := byDay(PublicReports.Table(t, of(t, "VIEWS", []string{"DAY"})).WithRows(), "views")
	for _, name := range []string{"VIDEO_ID", "MEDIA_TYPE", "VISITOR_COUNTRY", "VISITOR_DEVICE_TYPE"} {
		assert.Equal(t, want, byDay(PublicReports.Table(t, of(t, "VIEWS", []string{"DAY", name})), "views"),
			"views of each day with a public key, by "+name)
	}
}

func products(t *T) {
	for _, metric := range []string{"VIEWS", "ESTIMATED_EARNINGS_EUR"} {
		column, sums := strings.ToLower(metric), map[string]float64{}
		for _, d := range both {
			for _, product := range strings.Fields("ALL CLAIM CONTENT EMBED") {
				sums[product] = d.Table(t, of(t, metric, []string{"DAY", "VIDEO_ID"}, "product", product)).WithRows().Sum(column)
				assert.Positive(t, sums[product], column+" of "+product)
			}
			for product, n := range sums {
				assert.GreaterOrEqual(t, sums["ALL"]+0.001, n, column+" of ALL beside "+product)
			}
		}
	}
}

// filtered lists filters with all their values.
var filtered = map[string][]string{"mediaType": {"VIDEO", "LIVE"},
	"monetizationType": {"CLAIM", "VIDEO_MONETIZATION", "WEBSITE_MONETIZATION"}}

func filters(t *T) {
	for filter, values := range filtered {
		in := of(t, "ESTIMATED_EARNINGS_EUR", []string{"DAY"}, "product", "ALL")
		want, got := PrivateReports.Table(t, in).WithRows().Sum("estimated_earnings_eur"), 0.0
		for _, value := range values {
			f := PrivateReports.Table(t, in.With("filters", map[string]any{filter: value})).WithRows()
			got += f.Sum("estimated_earnings_eur")
		}
		assert.InDelta(t, want, got, 0.001, "earnings of all values of "+filter)
	}
	in := of(t, "VIEWS", []string{"DAY", "VIDEO_OWNER_CHANNEL_SLUG"})
	slug := PrivateReports.Table(t, in).WithRows().Column("video_owner_channel_slug")[0]
	f := PrivateReports.Table(t, in.With("filters", map[string]any{"videoOwnerChannelSlug": slug})).WithRows()
	assert.Equal(t, []string{slug}, slices.Compact(f.Column("video_owner_channel_slug")), "owners with a filter")
}

// metrics requests each metric alone, by day, and expects the same figures as in a report of several.
func metrics(t *T) {
	for _, names := range [][]string{
		{"VIEWS", "TIME_WATCHED_SECONDS", "VIEW_THROUGH_RATE", "AVERAGE_WATCH_TIME_SEC"},
		{"ESTIMATED_EARNINGS_USD", "ESTIMATED_EARNINGS_EUR"},
		{"LIVE_VIEWERS", "LIVE_TIME_WATCHED_SECONDS"},
		strings.Fields("NB_IMPRESSION NB_MISSED_IMPRESSION TOTAL_INVENTORY SELLABLE_INVENTORY NO_ADS NO_AD_RATE FILL_RATE " +
			"NO_FILLS AD_ERRORS TIMEOUTS ECPM_EUR ECPM_USD ERPM_EUR ERPM_USD VIEWABILITY_SCORE"),
	} {
		in := of(t, "VIEWS", []string{"DAY"}, "product", "ALL", "startDate", t.Day(16))
		all := PrivateReports.Table(t, in.With("metrics", names)).WithRows()
		for _, name := range names {
			column := strings.ToLower(name)
			one := PrivateReports.Table(t, in.With("metrics", []string{name}))
			require.Len(t, one.Rows, len(all.Rows), "days of "+column)
			assert.Equal(t, all.Sum(column), one.Sum(column), column+" alone and with others")
			assert.Positive(t, one.Sum(column), column)
		}
	}
	start, err := time.Parse(time.DateOnly, t.Day(100))
	require.NoError(t, err)
	f := PrivateReports.Table(t, of(t, "UPLOADS", []string{"DAY", "VIDEO_ID"}, "startDate", start.Format(time.DateOnly)))
	assert.Positive(t, f.Sum("uploads"), "uploads")
}
