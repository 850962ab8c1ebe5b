package cases

import (
	"bytes"
	"math"
	"net/http"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	. "github.com/dailymock/dailymock/contracts"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// Cases of download links and CSV files.

// file returns a case that checks the rows of a report.
func file(id, title, states string, level Level, change func(*T, Input) Input, check func(t *T, table Table)) Case {
	return Case{
		ID: id, Title: title, Surface: Reporting, States: states, Level: level, Effect: CreatesReport,
		Needs: []Need{PrivateKey},
		Run:   func(t *T) { check(t, t.WithRows(t.MustReport(PrivateReports, change(t, t.ReportInput())))) },
	}
}

// fits returns a check that columns match their patterns.
func fits(columns ...string) func(*T, Table) {
	return func(t *T, table Table) {
		for _, name := range columns {
			t.ColumnFits(table, name)
		}
	}
}

var production = set("metrics", []string{"VIEWS", "TIME_WATCHED_SECONDS", "VIEW_THROUGH_RATE"},
	"dimensions", []string{"HOUR", "VIDEO_ID", "MEDIA_TYPE", "VISITOR_PAGE_URL", "VISITOR_DEVICE_TYPE", "PLAYER_ID",
		"PLAYLIST_ID"})

var reportingCSV = []Case{
	{
		ID: "REPORTING-150", Surface: Reporting, States: "reporting-2.21 reporting-9.2", Effect: CreatesReport,
		Needs: []Need{PrivateKey},
		Title: "a plain GET of a link, without authorization, returns the file",
		Run: func(t *T) {
			for _, link := range t.Finished(t.MustAsk(priv, t.ReportInput())).Links {
				a := t.Do(Request{URL: link})
				assert.Equal(t, http.StatusOK, a.Status, "status")
				assert.NotEmpty(t, a.Body, "body")
			}
		},
	},
	{
		ID: "REPORTING-151", Surface: Reporting, States: "reporting-9.4", Effect: CreatesReport, Needs: []Need{PrivateKey},
		Title: "a link needs no quotes in a shell",
		Run: func(t *T) {
			for _, link := range t.Finished(t.MustAsk(priv, t.ReportInput())).Links {
				assert.NotRegexp(t, `[\s\[\]{}]`, link, "link")
				assert.Regexp(t, `^https?://`, link, "link")
			}
		},
	},
	{
		ID: "REPORTING-152", Surface: Reporting, States: "reporting-9.1", Effect: CreatesReport,
		Needs: []Need{PrivateKey, Hosts}, Level: Should,
		Title: "links point to Dailymotion's bucket",
		Run: func(t *T) {
			for _, link := range t.Finished(t.MustAsk(priv, t.ReportInput())).Links {
				assert.Regexp(t, `^https?://storage\.googleapis\.com/dailymotion-stats-report/[0-9a-f]`, link, "link")
			}
		},
	},
	file("REPORTING-153", "columns have the requested names in lower case", "reporting-9.6 reporting-9.5",
		Must, same,
		func(t *T, table Table) {
			assert.ElementsMatch(t, []string{"day", "video_title", "views"}, table.Header, "columns")
		}),
	file("REPORTING-154", "dimensions precede metrics, in the order of the request", "reporting-9.7", Should,
		set("metrics", []string{"TIME_WATCHED_SECONDS", "VIEWS"}, "dimensions", []string{"VISITOR_DEVICE_TYPE", "DAY"}),
		func(t *T, table Table) {
			assert.Equal(t, []string{"visitor_device_type", "day", "time_watched_seconds", "views"}, table.Header, "columns")
		}),
	file("REPORTING-155", "no combination of dimension values has two rows", "reporting-9.8", Must,
		set("dimensions", []string{"DAY", "VIDEO_ID"}), func(t *T, table Table) {
			seen := map[string]bool{}
			for _, row := range table.Rows {
				key := strings.Join(row[:2], "\x00")
				require.False(t, seen[key], "a second row for "+strings.Join(row[:2], ", "))
				seen[key] = true
			}
		}),
	file("REPORTING-156", "days are dates, within the range", "reporting-9.9 reporting-7.12", Must,
		set("dimensions", []string{"DAY"}),
		func(t *T, table Table) {
			t.ColumnFits(table, "day")
			for _, day := range t.Column(table, "day") {
				assert.GreaterOrEqual(t, day, t.Day(9), "day")
				assert.LessOrEqual(t, day, t.Day(7), "day")
			}
		}),
	file("REPORTING-157", "hours are timestamps", "reporting-9.10", Must, set("dimensions", []string{"HOUR"}),
		fits("hour", "views")),
	file("REPORTING-158", "counts are plain digits", "reporting-9.12", Must, production,
		fits("views", "time_watched_seconds")),
	file("REPORTING-159", "media type and device type are in lower case", "reporting-9.14 reporting-9.15", Must,
		production, fits("media_type", "visitor_device_type")),
	file("REPORTING-160", "ids of videos, players and playlists are ids, or empty", "reporting-9.11 reporting-6.7", Must,
		production, fits("video_id", "player_id", "playlist_id")),
	file("REPORTING-161", "view_through_rate is a percentage of at most two decimals", "reporting-9.13", Must, production,
		func(t *T, table Table) {
			t.ColumnFits(table, "view_through_rate")
			for _, rate := range t.Column(table, "view_through_rate") {
				if rate != "" {
					assert.Regexp(t, `^\d+(\.\d{1,2})?$`, rate, "rate")
				}
			}
		}),
	file("REPORTING-162", "earnings are decimal numbers", "reporting-6.8 reporting-9.12", Must,
		set("metrics", []string{"ESTIMATED_EARNINGS_EUR"}, "dimensions", []string{"DAY", "VIDEO_ID"}),
		fits("estimated_earnings_eur", "video_id")),
	file("REPORTING-163", "money has six decimals", "reporting-9.16", Must,
		set("metrics", []string{"ESTIMATED_EARNINGS_USD"}, "dimensions", []string{"DAY"}), func(t *T, table Table) {
			for _, v := range t.Column(table, "estimated_earnings_usd") {
				assert.Regexp(t, `^-?\d+\.\d{6}$`, v, "money")
			}
		}),
	file("REPORTING-164", "a month is its first day, or year and month", "reporting-9.17", Must,
		set("dimensions", []string{"MONTH"}), fits("month")),
	file("REPORTING-165", "a range of one day returns that day", "reporting-7.13", Must, func(t *T, in Input) Input {
		return in.With("dimensions", []string{"DAY"}, "startDate", t.Day(7), "endDate", t.Day(7))
	}, func(t *T, table Table) {
		assert.Equal(t, []string{t.Day(7)}, t.Column(table, "day"), "days")
	}),
	{
		ID: "REPORTING-166", Surface: Reporting, States: "reporting-5.11", Effect: CreatesReport,
		Needs: []Need{PrivateKey, MockOnly},
		Title: "a report without a product has the rows of CONTENT",
		Run: func(t *T) {
			in := t.ReportInput().With("dimensions", []string{"DAY"})
			a := t.MustReport(priv, in.Without("product"))
			b := t.MustReport(priv, in.With("product", "CONTENT"))
			assert.ElementsMatch(t, b.Rows, a.Rows, "rows")
		},
	},
	{
		ID: "REPORTING-167", Surface: Reporting, States: "reporting-9.3 reporting-7.17", Effect: CreatesReport,
		Needs: []Need{PrivateKey},
		Title: "each file of a report has the same header line",
		Run: func(t *T) {
			t.Fetch(t.Finished(t.MustAsk(priv, t.ReportInput().With("dimensions",
				[]string{"HOUR", "VIDEO_ID", "VISITOR_COUNTRY"}))))
		},
	},
	{
		ID: "REPORTING-168", Surface: Reporting, States: "reporting-9.18", Effect: CreatesReport, Needs: []Need{PrivateKey},
		Title: "files support HEAD and Range",
		Run: func(t *T) {
			link := t.Finished(t.MustAsk(priv, t.ReportInput())).Links[0]
			whole := t.Do(Request{URL: link})
			head := t.Do(Request{URL: link, Method: http.MethodHead})
			assert.Equal(t, http.StatusOK, head.Status, "status of HEAD")
			assert.Empty(t, head.Body, "body of HEAD")
			part := t.Do(Request{URL: link, Header: map[string]string{"Range": "bytes=0-9"}})
			assert.Equal(t, http.StatusPartialContent, part.Status, "status of a range")
			assert.Equal(t, string(whole.Body[:10]), string(part.Body), "first ten bytes")
		},
	},
	{
		ID: "REPORTING-169", Surface: Reporting, States: "reporting-9.20", Effect: CreatesReport,
		Needs: []Need{PrivateKey, MockOnly},
		Title: "text with commas, quotes and line breaks is kept",
		Run: func(t *T) {
			in := t.ReportInput().With("dimensions", []string{"VIDEO_TITLE"}, "filters",
				map[string]any{"channelSlug": "hostile-titles"})
			link := t.Finished(t.MustAsk(priv, in)).Links[0]
			a := t.Do(Request{URL: link})
			assert.False(t, bytes.HasPrefix(a.Body, []byte("\xEF\xBB\xBF")), "byte order mark")
			assert.True(t, utf8.Valid(a.Body), "UTF-8")
			assert.Contains(t, t.Column(t.CSV(a), "video_title"), `He said "stop", then left`, "titles")
		},
	},
	{
		ID: "REPORTING-170", Surface: Reporting, States: "reporting-5.13 reporting-5.14 reporting-5.12",
		Effect: CreatesReport, Needs: []Need{PrivateKey}, Level: Should,
		Title: "average watch time is watch time over views",
		Run: func(t *T) {
			table := t.WithRows(t.MustReport(priv,
				t.ReportInput().With("metrics", []string{"VIEWS", "TIME_WATCHED_SECONDS", "AVERAGE_WATCH_TIME_SEC"}, "dimensions",
					[]string{"DAY"})))
			views, watched, average := numbers(t, table, "views"), numbers(t, table, "time_watched_seconds"),
				numbers(t, table, "average_watch_time_sec")
			for i := range views {
				if views[i] > 0 {
					assert.InDelta(t, watched[i]/views[i], average[i], 1, "average")
				}
			}
		},
	},
	{
		ID: "REPORTING-171", Surface: Reporting, States: "reporting-5.15", Effect: CreatesReport, Needs: []Need{PrivateKey},
		Level: Should,
		Title: "missed impressions are sellable inventory without impressions",
		Run: func(t *T) {
			table := t.WithRows(t.MustReport(priv,
				t.ReportInput().With("metrics", []string{"SELLABLE_INVENTORY", "NB_IMPRESSION", "NB_MISSED_IMPRESSION"},
					"dimensions",
					[]string{"DAY"})))
			sellable, got, missed := numbers(t, table, "sellable_inventory"), numbers(t, table, "nb_impression"),
				numbers(t, table, "nb_missed_impression")
			for i := range sellable {
				assert.InDelta(t, sellable[i]-got[i], missed[i], 0.5, "missed impressions")
			}
		},
	},
	{
		ID: "REPORTING-172", Surface: Reporting, States: "reporting-5.16", Effect: CreatesReport, Needs: []Need{PrivateKey},
		Level: Should,
		Title: "fill rate and no-ad rate are the documented quotients",
		Run: func(t *T) {
			table := t.WithRows(t.MustReport(priv, t.ReportInput().With("dimensions", []string{"DAY"},
				"metrics", []string{"SELLABLE_INVENTORY", "NB_IMPRESSION", "FILL_RATE", "TOTAL_INVENTORY", "NO_ADS",
					"NO_AD_RATE"})))
			quotient(t, table, "nb_impression", "sellable_inventory", "fill_rate")
			quotient(t, table, "no_ads", "total_inventory", "no_ad_rate")
		},
	},
	{
		ID: "REPORTING-173", Surface: Reporting, States: "reporting-5.18", Effect: CreatesReport, Needs: []Need{PrivateKey},
		Title: "rates are percentages",
		Run: func(t *T) {
			table := t.WithRows(t.MustReport(priv,
				t.ReportInput().With("metrics", []string{"FILL_RATE", "VIEWABILITY_SCORE"}, "dimensions", []string{"DAY"})))
			for _, name := range []string{"fill_rate", "viewability_score"} {
				for _, rate := range numbers(t, table, name) {
					assert.True(t, rate >= 0 && rate <= 100, name+" is within 0 and 100")
				}
			}
		},
	},
	{
		ID: "REPORTING-174", Surface: Reporting, States: "reporting-9.21", Effect: CreatesReport,
		Needs: []Need{PrivateKey, MockOnly},
		Title: "the rows of a finer report sum to the coarser one",
		Run: func(t *T) {
			sum := func(dimensions ...string) (n float64) {
				for _, views := range numbers(t, t.MustReport(priv, t.ReportInput().With("dimensions", dimensions)), "views") {
					n += views
				}
				return n
			}
			assert.Equal(t, sum("DAY"), sum("DAY", "VIDEO_ID", "VISITOR_COUNTRY"), "sum of views")
		},
	},
	{
		ID: "REPORTING-175", Surface: Reporting, States: "reporting-5.20", Effect: CreatesReport,
		Needs: []Need{PrivateKey, MockOnly}, Level: Should,
		Title: "the product ALL counts no less than CONTENT",
		Run: func(t *T) {
			total := func(product string) (n float64) {
				for _, v := range numbers(t, t.MustReport(priv,
					t.ReportInput().With("dimensions", []string{"DAY"}, "product", product)), "views") {
					n += v
				}
				return n
			}
			assert.GreaterOrEqual(t, total("ALL"), total("CONTENT"), "views")
		},
	},
	{
		ID: "REPORTING-176", Surface: Reporting, States: "reporting-5.17", Effect: CreatesReport,
		Needs: []Need{PrivateKey, MockOnly}, Level: Should,
		Title: "ECPM is revenue per thousand impressions",
		Run: func(t *T) {
			table := t.WithRows(t.MustReport(priv,
				t.ReportInput().With("dimensions", []string{"DAY"}, "metrics",
					[]string{"ESTIMATED_EARNINGS_EUR", "NB_IMPRESSION", "ECPM_EUR"})))
			money, n, got := numbers(t, table, "estimated_earnings_eur"), numbers(t, table, "nb_impression"),
				numbers(t, table, "ecpm_eur")
			for i := range money {
				if n[i] > 0 {
					assert.InDelta(t, 1000*money[i]/n[i], got[i], 0.02, "ECPM")
				}
			}
		},
	},
	{
		ID: "REPORTING-177", Surface: Reporting, States: "reporting-7.12 reporting-9.10", Effect: CreatesReport,
		Needs: []Need{PrivateKey, MockOnly},
		Title: "the hours of a day in UTC sum to that day",
		Run: func(t *T) {
			one := t.ReportInput().With("startDate", t.Day(7), "endDate", t.Day(7))
			day := numbers(t, t.MustReport(priv, one.With("dimensions", []string{"DAY"})), "views")
			sum := 0.0
			hours := t.MustReport(priv, one.With("dimensions", []string{"HOUR"}))
			for i, v := range numbers(t, hours, "views") {
				sum += v
				assert.Equal(t, t.Day(7), hours.Rows[i][0][:len(time.DateOnly)], "day of an hour")
			}
			require.Len(t, day, 1)
			assert.Equal(t, day[0], sum, "views")
		},
	},
}

// numbers returns the values of a column. An empty field is zero.
func numbers(t *T, table Table, name string) []float64 {
	t.Helper()
	var all []float64
	for _, field := range t.Column(table, name) {
		n := 0.0
		if field != "" {
			var err error
			n, err = strconv.ParseFloat(field, 64)
			require.NoError(t, err, "column "+name)
		}
		all = append(all, n)
	}
	return all
}

// quotient asserts that a rate is part over whole, as a fraction or in percent: the documentation does not say which.
func quotient(t *T, table Table, part, whole, rate string) {
	t.Helper()
	parts, wholes, rates := numbers(t, table, part), numbers(t, table, whole), numbers(t, table, rate)
	for i := range parts {
		if wholes[i] > 0 {
			want := parts[i] / wholes[i]
			near := math.Abs(rates[i]-want) < 0.01 || math.Abs(rates[i]-100*want) < 0.02
			assert.True(t, near, rate+" is "+strconv.FormatFloat(rates[i], 'f', -1,
				64)+", want a share of "+strconv.FormatFloat(want, 'f', 4, 64))
		}
	}
}
