package report_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/report"
	"github.com/dailymock/dailymock/internal/report/edition"
	"github.com/dailymock/dailymock/internal/world"
)

// A network is a testEngine whose world is known: the first partner's account, and a channel that it can adopt.
type network struct {
	*testEngine
	world         *world.World
	parent, child *world.Channel
}

func openNetwork(t *testing.T, child string) network {
	t.Helper()
	n := network{world: defaultWorld(t)}
	n.testEngine = open(t, func(c *report.Config) { c.World = n.world })
	n.parent = n.world.Partners()[0].Account()
	var err error
	if n.child, err = n.world.Channel(child); err != nil {
		t.Fatal(err)
	}
	return n
}

func (n network) mustAdopt(t *testing.T) {
	t.Helper()
	if err := n.world.Adopt(n.child, n.parent, *n.now.Load()); err != nil {
		t.Fatal(err)
	}
}

func (n network) mustReject(t *testing.T) {
	t.Helper()
	if err := n.world.Reject(n.child, n.parent, *n.now.Load()); err != nil {
		t.Fatal(err)
	}
}

// hours returns the first and the last hour in which the child has rows, of a request by HOUR and another dimension.
func (n network) hours(t *testing.T, r report.Request, value string) (first, last string) {
	t.Helper()
	for _, row := range n.mustCSV(t, r) {
		if row[1] == value {
			if first == "" {
				first = row[0]
			}
			last = row[0]
		}
	}
	return first, last
}

// hourly asks for the plays of each hour around the adoption.
func hourly(by report.Dimension) report.Request { return views("2026-03-08", "2026-03-16", "HOUR", by) }

const (
	adopted  = "2026-03-10 12:00:00 UTC" // the hour of noon
	before   = "2026-03-10 11:00:00 UTC"
	rejected = "2026-03-12 12:00:00 UTC"
	beforeIt = "2026-03-12 11:00:00 UTC"
)

func TestAdoptionReachesReportsFromThatHourOn(t *testing.T) {
	t.Parallel()
	for _, child := range []string{"my-own-channel", "northlight"} { // of no partner, and of another
		n := openNetwork(t, child)
		n.mustAdopt(t)
		n.advance(48 * time.Hour)
		if first, last := n.hours(t, hourly("VIDEO_OWNER_CHANNEL_SLUG"), child); first != adopted || last != beforeIt {
			t.Errorf("%s: rows from %q to %q, want all from %q to %q", child, first, last, adopted, beforeIt)
		}
		n.mustReject(t)
		n.advance(48 * time.Hour)
		for _, r := range []report.Request{hourly("VIDEO_OWNER_CHANNEL_SLUG"), hourly("CHANNEL_SLUG")} {
			if first, last := n.hours(t, r, child); first != adopted || last != beforeIt {
				t.Errorf("%s after rejection: rows from %q to %q, want %q to %q", child, first, last, adopted, beforeIt)
			}
			r.Filters.ChannelSlug = child
			if first, last := n.hours(t, r, child); first != adopted || last != beforeIt {
				t.Errorf("%s with a filter: rows from %q to %q, want %q to %q", child, first, last, adopted, beforeIt)
			}
		}
	}
}

func TestARejectedChannelOfAPartnerLeavesItsReports(t *testing.T) {
	t.Parallel()
	n := openNetwork(t, "hafenklang")
	n.mustReject(t)
	n.advance(48 * time.Hour)
	if _, last := n.hours(t, hourly("CHANNEL_SLUG"), "hafenklang"); last != before {
		t.Errorf("the last row is of %q, want %q", last, before)
	}
	n.mustAdopt(t)
	n.advance(48 * time.Hour)
	gone := map[string]bool{}
	for _, row := range n.mustCSV(t, hourly("CHANNEL_SLUG")) {
		if row[1] == "hafenklang" {
			gone[row[0]] = true
		}
	}
	if !gone[before] || gone[adopted] || gone[beforeIt] || !gone[rejected] {
		t.Errorf("rows in %v, want none from %q to %q", slices.Sorted(maps.Keys(gone)), adopted, beforeIt)
	}
}

func TestColumnsNameTheParentOfTheHour(t *testing.T) {
	t.Parallel()
	n := openNetwork(t, "my-own-channel")
	n.mustAdopt(t)
	n.advance(48 * time.Hour)
	n.mustReject(t)
	n.advance(48 * time.Hour)
	child := world.Account{Key: "k", Login: "my-own-channel"}
	for dimension, values := range map[report.Dimension][2]string{
		"OWNER_OR_PARENT_USERNAME":     {"harbour-media-group", "my-own-channel"},
		"PUBLISHER_OR_PARENT_USERNAME": {"harbour-media-group", "my-own-channel"},
		"PARENT_ACCOUNT_USERNAME":      {"harbour-media-group", ""},
		"PARENT_ACCOUNT_ID":            {n.parent.ID(), ""},
	} {
		r := hourly(dimension)
		r.Filters.ChannelSlug, r.Filters.VisitorDomainGroup = "my-own-channel", "my-own-channel.example"
		f, err := n.Ask(child, r)
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range readRows(t, n.testEngine, f) {
			want := values[1]
			if row[0] >= adopted && row[0] < rejected {
				want = values[0]
			}
			if row[1] != want {
				t.Errorf("%s at %s = %q, want %q", dimension, row[0], row[1], want)
			}
		}
	}
}

// TestAClaimerHasTheParentOfTheHour rejects the channel that claims the videos of others.
func TestAClaimerHasTheParentOfTheHour(t *testing.T) {
	t.Parallel()
	n := openNetwork(t, "stadio-centrale")
	n.mustReject(t)
	n.advance(48 * time.Hour)
	fans := world.Account{Key: "k", Login: "harbour-fans"}
	f, err := n.Ask(fans, views("2026-03-08", "2026-03-12", "HOUR", "CLAIMER_OR_PARENT_USERNAME"))
	if err != nil {
		t.Fatal(err)
	}
	rows := readRows(t, n.testEngine, f)
	for _, row := range rows {
		want := "harbour-media-group"
		if row[0] >= adopted {
			want = "stadio-centrale"
		}
		if row[1] != want {
			t.Errorf("the claimer at %s is %q, want %q", row[0], row[1], want)
		}
	}
	r := hourly("CHANNEL_SLUG")
	r.Product = edition.Claim
	if _, last := n.hours(t, r, "stadio-centrale"); len(rows) == 0 || last == "" || last > before {
		t.Errorf("the last claim of the partner is of %q, want %q at most", last, before)
	}
}

// TestTheDayOfAnAdoptionAddsUp compares reports that use totals of days with those that see single hours.
func TestTheDayOfAnAdoptionAddsUp(t *testing.T) {
	t.Parallel()
	n := openNetwork(t, "my-own-channel")
	n.mustAdopt(t)
	n.advance(30 * time.Hour)
	n.mustReject(t)
	n.advance(24 * time.Hour)
	coarse := []report.Dimension{"DAY", "CHANNEL_SLUG"}
	fine := append(slices.Clone(coarse), "HOUR")
	r := views("2026-03-01", "2026-03-14", coarse...)
	r.Metrics = []report.Metric{"VIEWS", "UPLOADS"}
	got := sums(n.mustCSV(t, r), coarse, coarse)
	r.Dimensions = fine
	if want := sums(n.mustCSV(t, r), fine, coarse); !maps.EqualFunc(got, want, slices.Equal) || len(got) == 0 {
		t.Errorf("days = %v, hours add up to %v", got, want)
	}
	r = views("2026-03-09", "2026-03-12", "DAY", "CHANNEL_SLUG")
	r.Metrics = []report.Metric{"STORAGE_USED_MEDIA_COUNT"}
	var stored []string
	for _, row := range n.mustCSV(t, r) {
		if row[1] == "my-own-channel" {
			stored = append(stored, row[0])
		}
	}
	if want := []string{"2026-03-10"}; !slices.Equal(stored, want) {
		t.Errorf("the child's videos are in the store on %v, want %v", stored, want)
	}
}

// TestAnEarlierReportStays polls a report again after the adoption ended, also if the clock went back meanwhile.
func TestAnEarlierReportStays(t *testing.T) {
	t.Parallel()
	n := openNetwork(t, "my-own-channel")
	n.mustAdopt(t)
	n.advance(48 * time.Hour)
	f, err := n.Ask(ana, hourly("CHANNEL_SLUG"))
	if err != nil {
		t.Fatal(err)
	}
	data, err := n.world.Snapshot()
	if err != nil {
		t.Fatal(err)
	}
	n.advance(-24 * time.Hour)
	n.mustReject(t)
	n.advance(47 * time.Hour)
	if first, last := n.hours(t, hourly("CHANNEL_SLUG"), "my-own-channel"); first != adopted || last[:10] != "2026-03-11" {
		t.Errorf("a new report has rows from %q to %q, want the hours until the rejection", first, last)
	}
	other := openNetwork(t, "my-own-channel") // after a restart
	if err := other.world.Restore(data); err != nil {
		t.Fatal(err)
	}
	other.set(*n.now.Load())
	for _, d := range []*testEngine{n.testEngine, other.testEngine} {
		found := slices.ContainsFunc(readRows(t, d, f), func(row []string) bool {
			return row[0] == beforeIt && row[1] == "my-own-channel"
		})
		if !found {
			t.Errorf("the report that was asked for earlier lacks the child")
		}
	}
}

func TestTheStudioOffersAdoptedChannels(t *testing.T) {
	t.Parallel()
	n := openNetwork(t, "northlight")
	ask := func() error {
		_, err := n.AskStudio(ana, report.StudioRequest{
			Request: hourly("VIDEO_ID"), Channel: n.child.ID(), Organization: n.Organization(ana).ID,
		})
		return err
	}
	if err := ask(); err == nil {
		t.Error("the Studio takes the channel of another partner")
	}
	n.mustAdopt(t)
	if err := ask(); err != nil {
		t.Errorf("the Studio refuses an adopted channel: %v", err)
	}
}
