package cases

import (
	"bytes"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Cases of download links and CSV files.

// file returns a case that checks the rows of a report.
func file(id, title, states string, check func(t *T, f Table), changes ...change) Case {
	return keyed(id, title, states, func(t *T) { check(t, table(t, changes...).WithRows()) })
}

// fits returns a check that columns match their patterns.
func fits(columns ...string) func(*T, Table) { return func(_ *T, f Table) { f.Fits(columns...) } }

// largest returns a case of the columns of a client's largest request.
func largest(id, title, states string, check func(*T, Table)) Case {
	return file(id, title, states, check, engagement, by("HOUR", "VIDEO_ID", "MEDIA_TYPE", "VISITOR_PAGE_URL",
		"VISITOR_DEVICE_TYPE", "PLAYER_ID", "PLAYLIST_ID"), from(production))
}

// computed returns a case of a metric that follows from two others, by day. Rows without want are skipped.
func computed(id, title, states string, w wide, metrics [3]string, delta float64,
	want func(a, b float64) float64) Case {
	return should(file(id, title, states, func(t *T, f Table) {
		column := func(i int) []float64 { return f.Numbers(strings.ToLower(metrics[i])) }
		a, b, got := column(0), column(1), column(2)
		for i := range got {
			if w := want(a[i], b[i]); !math.IsInf(w, 0) && !math.IsNaN(w) {
				assert.InDelta(t, w, got[i], delta, strings.ToLower(metrics[2]))
			}
		}
	}, of(metrics[:]...), by("DAY"), from(w)))
}

// perThousand returns a case of earnings per thousand of a count. The sources tie the formula to one type of buyers,
// so it is checked on mocks; elsewhere it is compared with earlier runs (Table.noteMoney).
func perThousand(id, title, currency, count, rate string) Case {
	return onMock(computed(id, title, "reporting-5.17", inventory,
		[3]string{"ESTIMATED_EARNINGS_" + currency, count, rate + "_" + currency}, 0.02,
		func(money, count float64) float64 { return 1000 * money / count }))
}

// eachLink returns a case that checks each link of a report.
func eachLink(id, title, states string, check func(t *T, link string)) Case {
	return keyed(id, title, states, func(t *T) {
		for _, link := range links(t) {
			check(t, link)
		}
	})
}

func reportingCSV() []Case {
	return each(CreatesReport,
		eachLink("REPORTING-150", "a plain GET of a link, without authorization, returns the file",
			"reporting-2.21 reporting-9.2", func(t *T, link string) {
				assert.NotEmpty(t, t.Do(Request{URL: link}).Is(200).Body, "body")
			}),
		eachLink("REPORTING-151", "a link needs no quotes in a shell", "reporting-9.4", func(t *T, link string) {
			assert.NotRegexp(t, `[\s\[\]{}]`, link, "link")
			assert.Regexp(t, `^https?://`, link, "link")
		}),
		should(needing(Hosts, eachLink("REPORTING-152", "links point to Dailymotion's bucket", "reporting-9.1",
			func(t *T, link string) {
				assert.Regexp(t, `^https?://storage\.googleapis\.com/dailymotion-stats-report/[0-9a-f]`, link, "link")
			}))),
		file("REPORTING-153", "columns have the requested names in lower case", "reporting-9.6 reporting-9.5",
			func(t *T, f Table) {
				assert.ElementsMatch(t, []string{"day", "video_title", "views"}, f.Header, "columns")
			}),
		should(file("REPORTING-154", "dimensions precede metrics, in the order of the request", "reporting-9.7",
			func(t *T, f Table) {
				assert.Equal(t, append(f.Dimensions(), f.Metrics()...), f.Header, "columns")
			}, of("TIME_WATCHED_SECONDS", "VIEWS"), by("VISITOR_DEVICE_TYPE", "DAY"), from(earnings))),
		revised(keyed("REPORTING-155", "no combination of dimension values has two rows", "reporting-9.8", func(t *T) {
			for _, w := range []wide{production, earnings, inventory} {
				table(t, w...).Distinct()
			}
		})),
		file("REPORTING-156", "days are dates, within the range", "reporting-9.9 reporting-7.12", func(t *T, f Table) {
			f.Fits("day")
			for _, day := range f.Column("day") {
				assert.GreaterOrEqual(t, day, t.Day(9), "day")
				assert.LessOrEqual(t, day, t.Day(7), "day")
			}
		}, by("DAY"), from(wide{})),
		file("REPORTING-157", "hours are timestamps", "reporting-9.10", fits("hour", "views"), by("HOUR"),
			from(production)),
		largest("REPORTING-158", "counts are plain digits", "reporting-9.12", fits("views", "time_watched_seconds")),
		revised(largest("REPORTING-159", "media type and device type are in lower case, mobile among the latter",
			"reporting-9.14 reporting-9.15", func(t *T, f Table) {
				f.Fits("media_type", "visitor_device_type")
				const many = 100 // of so many rows, one is of a mobile device
				if types := f.Column("visitor_device_type"); len(types) >= many {
					assert.Contains(t, types, "mobile", "device types")
				}
			})),
		largest("REPORTING-160", "ids of videos, players and playlists are ids, or empty", "reporting-9.11 reporting-6.7",
			fits("video_id", "player_id", "playlist_id")),
		largest("REPORTING-161", "view_through_rate is a percentage of at most two decimals", "reporting-9.13",
			func(t *T, f Table) {
				f.Fits("view_through_rate")
				for _, rate := range f.Column("view_through_rate") {
					assert.Regexp(t, `^(\d+(\.\d{1,2})?)?$`, rate, "rate")
				}
			}),
		file("REPORTING-162", "earnings are decimal numbers", "reporting-6.8 reporting-9.12",
			fits("estimated_earnings_eur", "video_id"), of("ESTIMATED_EARNINGS_EUR"), by("DAY", "VIDEO_ID"), from(earnings)),
		revised(file("REPORTING-163", "money has six decimals at least", "reporting-9.16", func(t *T, f Table) {
			for _, v := range f.Column("estimated_earnings_usd") {
				assert.Regexp(t, `^-?\d+\.\d{6,}$`, v, "money")
			}
		}, of("ESTIMATED_EARNINGS_USD"), by("DAY"))),
		file("REPORTING-164", "a month is its first day, or year and month", "reporting-9.17", fits("month"), by("MONTH"),
			from(uploaded)),
		file("REPORTING-165", "a range of one day returns that day", "reporting-7.13", func(t *T, f Table) {
			assert.Equal(t, []string{t.Day(7)}, slices.Compact(f.Column("day")), "days")
		}, by("DAY"), between(7, 7), from(production)),
		revised(keyed("REPORTING-166", "a report without a product counts the views of CONTENT", "reporting-5.11",
			func(t *T) {
				without := table(t, by("DAY"), drop("product"), between(7, 7), from(production)).WithRows().Sum("views")
				content := 0.0
				f := table(t, by("DAY"), from(wide{}))
				for i, n := range f.Numbers("views") {
					if f.Column("day")[i] == t.Day(7) {
						content += n
					}
				}
				assert.InEpsilon(t, content, without, 0.02, "views of a day")
			})),
		keyed("REPORTING-167", "each file of a report has the same header line", "reporting-9.3 reporting-7.17",
			func(t *T) { table(t, by("HOUR", "VIDEO_ID", "VISITOR_COUNTRY"), from(production)) }),
		keyed("REPORTING-168", "files support HEAD and Range", "reporting-9.18", func(t *T) {
			link := links(t)[0]
			whole := t.Do(Request{URL: link})
			assert.Empty(t, t.Do(Request{URL: link, Method: http.MethodHead}).Is(200).Body, "body of HEAD")
			part := t.Do(Request{URL: link, Header: map[string]string{"Range": "bytes=0-9"}}).Is(206)
			assert.Equal(t, string(whole.Body[:10]), string(part.Body), "first ten bytes")
		}),
		onMock(keyed("REPORTING-169", "text with commas, quotes and line breaks is kept", "reporting-9.20", func(t *T) {
			a := t.Do(Request{URL: links(t, by("VIDEO_TITLE"), where("channelSlug", "hostile-titles"), between(longest, 3))[0]})
			assert.False(t, bytes.HasPrefix(a.Body, []byte("\xEF\xBB\xBF")), "byte order mark")
			assert.True(t, utf8.Valid(a.Body), "UTF-8")
			assert.Contains(t, a.CSV().Column("video_title"), `He said "stop", then left`, "titles")
		})),
		computed("REPORTING-170", "average watch time is watch time over views",
			"reporting-5.13 reporting-5.14 reporting-5.12",
			production, [3]string{"VIEWS", "TIME_WATCHED_SECONDS", "AVERAGE_WATCH_TIME_SEC"}, 1,
			func(views, watched float64) float64 { return watched / views }),
		computed("REPORTING-171", "missed impressions are sellable inventory without impressions", "reporting-5.15",
			inventory, [3]string{"SELLABLE_INVENTORY", "NB_IMPRESSION", "NB_MISSED_IMPRESSION"}, 0.5,
			func(sellable, shown float64) float64 { return sellable - shown }),
		should(file("REPORTING-172", "fill rate and no-ad rate are the documented quotients", "reporting-5.16",
			func(t *T, f Table) {
				quotient(t, f, "nb_impression", "sellable_inventory", "fill_rate")
				quotient(t, f, "no_ads", "total_inventory", "no_ad_rate")
			}, by("DAY"), of("SELLABLE_INVENTORY", "NB_IMPRESSION", "FILL_RATE", "TOTAL_INVENTORY", "NO_ADS", "NO_AD_RATE"),
			from(inventory))),
		revised(file("REPORTING-173", "rates are percentages", "reporting-5.18", func(t *T, f Table) {
			for _, name := range f.Metrics() {
				rates := f.Numbers(name)
				assert.True(t, slices.Min(rates) >= 0 && slices.Max(rates) <= 100, name+" is within 0 and 100")
				assert.Greater(t, slices.Max(rates), 1.0, name+" of some day, which is more than one percent")
			}
		}, of("FILL_RATE", "NO_AD_RATE", "VIEWABILITY_SCORE"), by("DAY"), from(inventory))),
		onMock(keyed("REPORTING-174", "the rows of a finer report sum to the coarser one", "reporting-9.21",
			func(t *T) {
				days := table(t, by("DAY")).Sum("views")
				assert.Equal(t, days, table(t, by("DAY", "VIDEO_ID", "VISITOR_COUNTRY")).Sum("views"), "sum of views")
			})),
		should(onMock(keyed("REPORTING-175", "the product ALL counts no less than CONTENT", "reporting-5.20",
			func(t *T) {
				all := table(t, by("DAY"), set("product", "ALL")).Sum("views")
				assert.GreaterOrEqual(t, all, table(t, by("DAY")).Sum("views"), "views")
			}))),
		perThousand("REPORTING-176", "ECPM in euros is revenue per thousand impressions", "EUR", "NB_IMPRESSION", "ECPM"),
		perThousand("REPORTING-178", "ECPM in dollars is revenue per thousand impressions", "USD", "NB_IMPRESSION", "ECPM"),
		perThousand("REPORTING-179", "ERPM in euros is revenue per thousand sellable opportunities", "EUR",
			"SELLABLE_INVENTORY", "ERPM"),
		perThousand("REPORTING-180", "ERPM in dollars is revenue per thousand sellable opportunities", "USD",
			"SELLABLE_INVENTORY", "ERPM"),
		should(file("REPORTING-181", "earnings, ECPM and ERPM are numbers in both currencies", "reporting-5.2",
			func(_ *T, f Table) {
				for _, name := range f.Metrics() {
					f.Numbers(name)
				}
			}, of("ESTIMATED_EARNINGS_EUR", "ESTIMATED_EARNINGS_USD", "ECPM_EUR", "ECPM_USD", "ERPM_EUR", "ERPM_USD",
				"NB_IMPRESSION", "SELLABLE_INVENTORY"), by("DAY"), from(inventory))),
		onMock(keyed("REPORTING-177", "the hours of a day in UTC sum to that day", "reporting-7.12 reporting-9.10",
			func(t *T) {
				day := table(t, by("DAY"), between(7, 7))
				hours := table(t, by("HOUR"), between(7, 7))
				for _, row := range hours.Rows {
					assert.Equal(t, t.Day(7), row[0][:len(time.DateOnly)], "day of an hour")
				}
				require.Len(t, day.Rows, 1)
				assert.Equal(t, day.Sum("views"), hours.Sum("views"), "views")
			})),
	)
}

// quotient asserts that a rate is part over whole, as a fraction or in percent: the documentation does not say which.
func quotient(t *T, f Table, part, whole, rate string) {
	t.Helper()
	parts, wholes := f.Numbers(part), f.Numbers(whole)
	for i, got := range f.Numbers(rate) {
		if want := parts[i] / wholes[i]; wholes[i] > 0 {
			near := math.Abs(got-want) < 0.01 || math.Abs(got-100*want) < 0.02
			assert.True(t, near, fmt.Sprintf("%s is %v, want a share of %.4f", rate, got, want))
		}
	}
}
