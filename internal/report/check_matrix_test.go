package report_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/report/edition"
)

// asked makes a request out of words such as "VIEWS+UPLOADS by DAY,MONTH".
func asked(edition, words string) report.Request {
	r := views("2026-03-01", "2026-03-02")
	r.Edition, r.Metrics = edition, nil
	metrics, dimensions, _ := strings.Cut(words, " by ")
	for m := range strings.SplitSeq(metrics, "+") {
		r.Metrics = append(r.Metrics, report.Metric(m))
	}
	for d := range strings.SplitSeq(dimensions, ",") {
		r.Dimensions = append(r.Dimensions, report.Dimension(d))
	}
	return r
}

// TestMatrix asks for combinations in each way to be held to the matrix. What a
// way says of one: "ok", "note" for a notice, "no" for a refusal, and then words
// that its text has to hold.
func TestMatrix(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ edition, asked, lenient, strict, off string }{
		{"2026", "VIEWS by DAY,VIDEO_TITLE", "ok", "ok", "ok"},
		{"2026", "VIEWS+TIME_WATCHED_SECONDS by HOUR,VISITOR_PAGE_URL", "ok", "ok", "ok"},
		{"2026", "ESTIMATED_EARNINGS_EUR by DAY,VISITOR_DEVICE_TYPE", "ok", "ok", "ok"},
		{"2026", "VIEWS by DAY,CHANNEL_SLUG", "no VIEWS CHANNEL_SLUG whole DOCUMENTED " +
			"v0/reference/reports-compatibility-matrix v2/reference/compatibility-matrix", "no CHANNEL_SLUG", "ok"},
		{"2026", "UPLOADS by VISITOR_COUNTRY", "no UPLOADS VISITOR_COUNTRY whole DOCUMENTED reports-compatibility-matrix",
			"no UPLOADS", "ok"},
		{"2026", "LIVE_VIEWERS by DAY,MEDIA_TYPE", "no LIVE_VIEWERS MEDIA_TYPE DOCUMENTED", "no", "ok"},
		{"2026", "ESTIMATED_EARNINGS_USD by HOUR", "no ESTIMATED_EARNINGS_USD HOUR OBSERVED Dailymotion2Bigquery", "no HOUR",
			"ok"},
		{"2026", "VIEWS+ESTIMATED_EARNINGS_USD by DAY,HOUR", "no ESTIMATED_EARNINGS_USD HOUR", "no", "ok"},
		{"2026", "VIEWS+ESTIMATED_EARNINGS_USD by VISITOR_COUNTRY",
			"note ESTIMATED_EARNINGS_USD VISITOR_COUNTRY part reports-compatibility-matrix",
			"no ESTIMATED_EARNINGS_USD VISITOR_COUNTRY strict", "ok"},
		{"2026", "IMPRESSIONS by DAY", "note IMPRESSIONS edition 2026 schema OBSERVED generated_in_2025",
			"no IMPRESSIONS strict", "ok"},
		{"2018", "VIEWS by DAY,VIDEO_TITLE", "ok", "ok", "ok"},
		{"2018", "VIEWS by MONTH", "note VIEWS MONTH no_row ASSUMED", "no strict", "ok"},
		{"2018", "VIEWS by HOUR", "no HOUR finer day", "no HOUR finer day", "no HOUR"},
		{"2018", "VIEW_THROUGH_RATE by DAY", "note VIEW_THROUGH_RATE edition 2018 schema OBSERVED GrayjayDailymotion",
			"no VIEW_THROUGH_RATE strict", "ok"},
		{"2018", "VIEWS by PLAYER_ID", "note PLAYER_ID edition 2018 schema OBSERVED", "no PLAYER_ID strict", "ok"},
		{"2018", "VIEWS+IMPRESSIONS by DAY", "no 2 1", "no 2 1", "no 2 1"},
		{"2023", "VIEWS by DAY,VIDEO_TITLE", "ok", "ok", "ok"},
		{"2023", "VIEWS+IMPRESSIONS by HOUR", "note IMPRESSIONS HOUR part", "no IMPRESSIONS", "ok"},
	} {
		for way, want := range map[report.Matrix]string{edition.Lenient: c.lenient, "": c.lenient, edition.Strict: c.strict,
			edition.Off: c.off} {
			t.Run(c.edition+" "+c.asked+" "+string(way), func(t *testing.T) {
				t.Parallel()
				d := open(t, func(c *report.Config) { c.Matrix = way })
				f, err := d.Ask(ana, asked(c.edition, c.asked))
				said := strings.Join(f.Notices(), "\n")
				verdict := "ok"
				switch {
				case err != nil:
					verdict, said = "no", err.Error()
					if kinds := []error{report.ErrIncompatible, report.ErrParameter, report.ErrMetrics}; !isAny(err, kinds) {
						t.Errorf("got %v, want one of %v", err, kinds)
					}
				case said != "":
					verdict = "note"
				}
				words := strings.Fields(want)
				if verdict != words[0] {
					t.Fatalf("got %s (%s), want %s", verdict, said, words[0])
				}
				for _, word := range words[1:] {
					if word = strings.NewReplacer("_row", " row", "_in_", " in ").Replace(word); !strings.Contains(said, word) {
						t.Errorf("%q does not say %q", said, word)
					}
				}
			})
		}
	}
}

func isAny(err error, kinds []error) bool {
	for _, k := range kinds {
		if errors.Is(err, k) {
			return true
		}
	}
	return false
}

func TestNoticesAreFewAndShort(t *testing.T) {
	t.Parallel()
	r := asked("2018", "VIEWS by DAY")
	r.Edition = "2023"
	r.Metrics = []report.Metric{
		"VIEWS",
		"TIME_WATCHED_SECONDS",
		"IMPRESSIONS",
		"ESTIMATED_EARNINGS_USD",
		"ESTIMATED_EARNINGS_EUR",
		"VIEW_THROUGH_RATE",
	}
	r.Dimensions = []report.Dimension{
		"DAY",
		"HOUR",
		"MONTH",
		"VIDEO_ID",
		"PLAYER_ID",
		"PLAYLIST_ID",
		"MEDIA_TYPE",
		"VISITOR_COUNTRY",
	}
	f, err := open(t, func(c *report.Config) { c.Matrix = edition.Lenient }).Ask(ana, r)
	if err != nil {
		t.Fatal(err)
	}
	lines := f.Notices()
	if len(lines) != 8 || !strings.Contains(lines[7], "and more") {
		t.Errorf("%d notices, want 8, of which the last says that there are more:\n%s", len(lines), strings.Join(lines, "\n"))
	}
	for _, l := range lines {
		if len(l) > 600 || strings.ContainsAny(l, "\r\n") {
			t.Errorf("notice of %d bytes: %q", len(l), l)
		}
	}
}

// TestNoticesSayAlikeThingsOnce so that a report of many metrics has few.
func TestNoticesSayAlikeThingsOnce(t *testing.T) {
	t.Parallel()
	f, err := open(t, func(c *report.Config) { c.Matrix = edition.Lenient }).Ask(ana,
		asked("2026", "ESTIMATED_EARNINGS_USD+ESTIMATED_EARNINGS_EUR by DAY,VISITOR_COUNTRY,MEDIA_TYPE"))
	if err != nil {
		t.Fatal(err)
	}
	want := "no source says whether ESTIMATED_EARNINGS_USD, ESTIMATED_EARNINGS_EUR can be combined with " +
		"VISITOR_COUNTRY, MEDIA_TYPE: " +
		"its row could be read only in part (ASSUMED: Reports compatibility matrix (v0), " +
		"https://developers.dailymotion.com/v0/reference/reports-compatibility-matrix; " +
		"Compatibility matrix (v2 site), https://developers.dailymotion.com/v2/reference/compatibility-matrix)"
	if got := f.Notices(); len(got) != 1 || got[0] != want {
		t.Errorf("got %q, want %q alone", got, want)
	}
}

// TestLimitsCanBeSet for every edition alike.
func TestLimitsCanBeSet(t *testing.T) {
	t.Parallel()
	days := func(n int) report.Request {
		r := asked("2026", "VIEWS by DAY")
		r.End = r.Start.AddDate(0, 0, n-1)
		return r
	}
	for _, c := range []struct {
		name, value string
		passes      report.Request
		refused     report.Request
		kind        error
	}{
		{"days", "30", days(30), days(31), report.ErrDateRange},
		{"days", "400", days(400), days(401), report.ErrDateRange},
		{"shortest", "7", days(7), days(6), report.ErrDateRange},
		{"granularity", "month", asked("2026", "VIEWS by MONTH"), asked("2026", "VIEWS by DAY"), report.ErrIncompatible},
		{"granularity", "hour", asked("2018", "VIEWS by HOUR"), asked("2018", "VIEWS by MINUTE"), report.ErrIncompatible},
		{"dimensions", "2", asked("2026", "VIEWS by DAY,HOUR"), asked("2026", "VIEWS by DAY,HOUR,VIDEO_ID"),
			report.ErrDimensions},
		{"dimensions", "9", asked("2026", "VIEWS by DAY,DAY,DAY,DAY,DAY,DAY,DAY,DAY,DAY"), asked("2026",
			"VIEWS by DAY,DAY,DAY,DAY,DAY,DAY,DAY,DAY,DAY,DAY"), report.ErrDimensions},
		{"metrics", "2", asked("2018", "VIEWS+IMPRESSIONS by DAY"), asked("2026", "VIEWS+IMPRESSIONS+VIEWS by DAY"),
			report.ErrMetrics},
	} {
		d := open(t, func(k *report.Config) { k.Limits = map[string]string{c.name: c.value} })
		if _, err := d.Ask(ana, c.passes); err != nil {
			t.Errorf("%s=%s: %v, want none", c.name, c.value, err)
		}
		if _, err := d.Ask(ana, c.refused); !errors.Is(err, c.kind) {
			t.Errorf("%s=%s: got %v, want %v", c.name, c.value, err, c.kind)
		}
	}
}

func TestAtOnceAndRetentionCanBeSet(t *testing.T) {
	t.Parallel()
	d := open(t, func(c *report.Config) {
		c.Policy.Takes, c.Limits = time.Hour, map[string]string{"at-once": "3", "retention": "90m"}
	})
	var f report.File
	for range 3 {
		var err error
		if f, err = d.Ask(ana, asked("2026", "VIEWS by DAY")); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := d.Ask(
		ana,
		asked("2026", "VIEWS by DAY"),
	); !errors.Is(err, report.ErrConcurrent) ||
		!strings.Contains(err.Error(), "at most 3") {
		t.Errorf("the fourth: %v, want a refusal that names 3", err)
	}
	d.advance(2*time.Hour + 29*time.Minute)
	if got, err := d.File(ana, f.Token); err != nil || got.Status != report.Finished {
		t.Errorf("89 minutes after it finished: %v, %v, want FINISHED", got.Status, err)
	}
	d.advance(time.Minute)
	if got, err := d.File(ana, f.Token); err != nil || got.Status != report.Expired {
		t.Errorf("90 minutes after it finished: %v, %v, want EXPIRED", got.Status, err)
	}
}

// TestTokenOpensUnderOtherRules than it was made under.
func TestTokenOpensUnderOtherRules(t *testing.T) {
	t.Parallel()
	loose := open(t, func(c *report.Config) {
		c.Limits = map[string]string{"days": "400", "dimensions": "20", "metrics": "9"}
	})
	r := asked("2018", "VIEWS+IMPRESSIONS by DAY,DAY,DAY,DAY,DAY,DAY,DAY,DAY,DAY,CHANNEL_SLUG")
	r.Start, r.Filters.ChannelSlug = r.End.AddDate(0, 0, -200), "hafenklang"
	f, err := loose.Ask(ana, r)
	if err != nil {
		t.Fatal(err)
	}
	strict := open(t, func(c *report.Config) { c.Matrix, c.Limits = edition.Strict, map[string]string{"days": "1"} })
	got, err := strict.File(ana, f.Token)
	if err != nil || got.Status != report.Finished {
		t.Fatalf("got %v, %v; want FINISHED", got.Status, err)
	}
	if got, want := strict.mustGet(t, got.Links()[0]), loose.mustGet(t, f.Links()[0]); got != want {
		t.Error("the file differs under other rules")
	}
}

func TestLimitsSayWhatMayBe(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, value, want string }{
		{"days", "180", ""},
		{"metrics", "unlimited", ""},
		{"retention", "1h30m", ""},
		{"day", "1", "known limits: days, shortest, granularity, dimensions, metrics, at-once, retention"},
		{"days", "0", "must be 1 to 3660"},
		{"days", "3661", "must be 1 to 3660"},
		{"dimensions", "-1", "must be 1 to 64"},
		{"at-once", "unlimited", "must be 1 to 1000"},
		{"granularity", "second", "must be month, day, hour or minute"},
		{"retention", "2", "a duration such as 48h"},
	} {
		err := edition.CheckLimits(map[string]string{c.name: c.value})
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s=%s: %v, want %q", c.name, c.value, err, c.want)
		}
	}
}

func BenchmarkCheck(b *testing.B) {
	r := asked(
		"2026",
		"VIEWS+TIME_WATCHED_SECONDS by HOUR,VIDEO_ID,MEDIA_TYPE,VISITOR_PAGE_URL,VISITOR_DEVICE_TYPE,PLAYER_ID,PLAYLIST_ID",
	)
	for b.Loop() {
		if _, _, err := edition.Check(r, edition.Lenient, nil); err != nil {
			b.Fatal(err)
		}
	}
}
