package report_test

import (
	"encoding/csv"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync/atomic"
	"time"

	"pgregory.net/rapid"

	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/signed"
	"github.com/dailymock/dailymock/internal/world"
	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/hash"
)

// noon is when most of these tests take place.
var noon = time.Date(2026, 3, 10, 12, 30, 0, 0, time.UTC)

// ana asks in most of these tests.
var ana = world.Account{Key: "ana's key"}

// A testEngine is an engine with a clock that is set by hand.
type testEngine struct {
	*report.Engine
	now atomic.Pointer[time.Time]
}

func (d *testEngine) set(t time.Time)          { d.now.Store(&t) }
func (d *testEngine) advance(by time.Duration) { d.set(d.now.Load().Add(by)) }

func open(tb fataler, adjust ...func(*report.Config)) *testEngine {
	tb.Helper()
	d := &testEngine{}
	d.set(noon)
	c := report.Config{World: defaultWorld(tb), Signer: signed.FromSeed(1), Now: func() time.Time { return *d.now.Load() }}
	c.Matrix = edition.Off // most tests are about figures; those of the matrix set it
	for _, f := range adjust {
		f(&c)
	}
	d.Engine = report.NewEngine(c)
	return d
}

func defaultWorld(tb fataler) *world.World { return makeWorld(tb, world.Config{Seed: 1}) }

func makeWorld(tb fataler, c world.Config) *world.World {
	tb.Helper()
	text, err := os.ReadFile("../../fixtures/world.yaml")
	if err != nil {
		tb.Fatal(err)
	}
	spec, err := catalogue.ParseSpec(text)
	if err != nil {
		tb.Fatal(err)
	}
	w, err := world.New(spec, c)
	if err != nil {
		tb.Fatal(err)
	}
	return w
}

// A fataler is a test, or one try of a property.
type fataler interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// views asks for VIEWS by some dimensions over days written 2006-01-02.
func views(from, to string, dimensions ...report.Dimension) report.Request {
	return report.Request{
		Edition: "2026", Metrics: []report.Metric{"VIEWS"}, Dimensions: dimensions,
		Start: day(from), End: day(to),
	}
}

func day(text string) time.Time {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		panic(err)
	}
	return t
}

// mustCSV asks for a report, waits until it is there and returns its rows, those
// of all files together, without headers.
func (d *testEngine) mustCSV(tb fataler, r report.Request) [][]string {
	tb.Helper()
	f, err := d.Ask(ana, r)
	if err != nil {
		tb.Fatal(err)
	}
	return readRows(tb, d, f)
}

func (d *testEngine) mustGet(tb fataler, l report.Link) string {
	tb.Helper()
	w := httptest.NewRecorder()
	d.ServeHTTP(w, httptest.NewRequest("GET", l.Path, nil))
	if w.Code != http.StatusOK {
		tb.Fatalf("GET %s = %d: %s", l.Path, w.Code, w.Body)
	}
	return w.Body.String()
}

func readAll(res *http.Response, into []byte) (int, error) { return io.ReadFull(res.Body, into) }

// openAny opens a testEngine on a small world of any making, at any time.
func openAny(t *rapid.T) *testEngine {
	channel := func(slug string) catalogue.ChannelSpec {
		return catalogue.ChannelSpec{
			Slug:     slug,
			Language: rapid.SampledFrom([]string{"en", "fr", "ja", "xx"}).Draw(t, "language"),
			Audience: new(evenly(t, "audience", 0, 400)),
			Uploads:  new(evenly(t, "uploads", 0, 3)),
			Detail:   evenly(t, "detail", 1, 9),
			Titles:   rapid.SampledFrom([][]string{nil, {"one", "two, three"}, {"\"", "a\nb", "c"}}).Draw(t, "titles"),
			Aside:    rapid.Bool().Draw(t, "aside"),
		}
	}
	fans := channel("fans")
	fans.ClaimedBy = "first"
	spec := catalogue.Spec{
		Partners: []catalogue.PartnerSpec{
			{Name: "One", Channels: []catalogue.ChannelSpec{channel("first"), channel("second")}},
			{Name: "Two", Channels: []catalogue.ChannelSpec{fans, channel("other")}},
		},
		Sites: []catalogue.SiteSpec{{Domain: "a.example", Pages: 3}, {Domain: "b.example", Pages: 1}},
	}
	w, err := world.New(spec, world.Config{Seed: rapid.Uint64().Draw(t, "seed")})
	if err != nil {
		t.Fatal(err)
	}
	d := open(t, func(c *report.Config) { c.World = w })
	d.set(noon.Add(time.Duration(evenly(t, "clock", -20_000, 20_000)) * time.Hour))
	return d
}

// anyRange is up to so many days around the engine's time.
func (d *testEngine) anyRange(t *rapid.T, most int) (from, to time.Time) {
	from = d.now.Load().AddDate(0, 0, -evenly(t, "back", 0, 30)).Truncate(24 * time.Hour)
	return from, from.AddDate(0, 0, evenly(t, "days", 0, most))
}

// evenly draws from least to most, each as likely; rapid's own ranges prefer
// small numbers so much that days would mostly be the first.
func evenly(t *rapid.T, label string, least, most int) int {
	return least + int(hash.Bounded(hash.Sum64(rapid.Uint64().Draw(t, label)), most-least+1))
}

// readRows returns the rows of all files of a report, without headers.
func readRows(tb fataler, d *testEngine, f report.File) (rows [][]string) {
	tb.Helper()
	for _, l := range f.Links() {
		got, err := csv.NewReader(strings.NewReader(d.mustGet(tb, l))).ReadAll()
		if err != nil {
			tb.Fatal(err)
		}
		rows = append(rows, got[1:]...)
	}
	return rows
}
