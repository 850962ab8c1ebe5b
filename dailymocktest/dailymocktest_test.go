package dailymocktest_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func TestReportLife(t *testing.T) {
	t.Parallel()
	s := dailymocktest.Start(t, dailymock.Options{ReportTakes: 2 * time.Hour})
	token := s.MustAsk(t, "VIEWS", "DAY")
	s.Advance(2*time.Hour - time.Second)
	if got, want := s.MustStatus(t, token), "IN_PROGRESS"; got != want {
		t.Errorf("status a second before two hours = %q, want %q", got, want)
	}
	if got := s.MustLinks(t, token); len(got) != 0 {
		t.Errorf("a report in progress has links %q, want none", got)
	}
	s.Advance(time.Second)
	if got, want := s.MustStatus(t, token), "FINISHED"; got != want {
		t.Errorf("status after two hours = %q, want %q", got, want)
	}
	rows := s.MustCSV(t, token)
	if got, want := strings.Join(rows[0], ","), "day,views"; got != want {
		t.Errorf("header = %q, want %q", got, want)
	}
	if got, want := len(rows), 1+7; got != want {
		t.Errorf("%d rows with the header, want %d", got, want)
	}
}

func TestRowsAreTheSameInAnyNumberOfFiles(t *testing.T) {
	t.Parallel()
	one := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate})
	many := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate, RowsPerFile: 10})
	a := one.MustAsk(t, "VIEWS", "DAY", "VISITOR_COUNTRY")
	b := many.MustAsk(t, "VIEWS", "DAY", "VISITOR_COUNTRY")
	if got := len(one.MustLinks(t, a)); got != 1 {
		t.Errorf("%d links for one file, want 1", got)
	}
	if got := len(many.MustLinks(t, b)); got < 2 {
		t.Errorf("%d links for files of 10 rows, want several", got)
	}
	if !slices.EqualFunc(one.MustCSV(t, a), many.MustCSV(t, b), slices.Equal) {
		t.Error("the rows differ between one file and many")
	}
}

func TestSeedsDiffer(t *testing.T) {
	t.Parallel()
	var texts []string
	for _, seed := range []uint64{0, 1, 2} {
		s := dailymocktest.Start(t, dailymock.Options{Seed: seed, ReportTakes: dailymock.Immediate})
		links := s.MustLinks(t, s.MustAsk(t, "VIEWS", "DAY"))
		texts = append(texts, string(s.MustDownload(t, links[0])))
	}
	if texts[0] != texts[1] {
		t.Error("no seed gives other figures than seed 1")
	}
	if texts[1] == texts[2] {
		t.Error("seed 2 gives the figures of seed 1")
	}
}

func TestBothDoorsAreOpen(t *testing.T) {
	t.Parallel()
	s := dailymocktest.Start(t, dailymock.Options{})
	for name, door := range map[string]dailymocktest.Endpoint{"private": dailymocktest.Private,
		"public": dailymocktest.Public} {
		if got := s.MustToken(t, door); !strings.HasPrefix(got, "eyJ0eXAiOiJK") {
			t.Errorf("%s token = %q, want a JWT", name, got)
		}
		var data struct {
			Partner struct{ Typename string }
		}
		s.MustGraphQL(t, door, `{ partner { Typename: __typename } }`, nil, &data)
		if got, want := data.Partner.Typename, "PartnerSpace"; got != want {
			t.Errorf("%s door: type of partner = %q, want %q", name, got, want)
		}
	}
}

func TestResetStartsOver(t *testing.T) {
	t.Parallel()
	s := dailymocktest.Start(t, dailymock.Options{ReportTakes: time.Hour})
	s.MustAsk(t, "VIEWS", "DAY")
	s.MustAsk(t, "VIEWS", "MONTH") // two at once are the most
	s.SetTime(dailymocktest.Today.AddDate(0, -1, 0))
	s.Reset()
	if got, want := s.Now(), dailymocktest.Today; !got.Equal(want) {
		t.Errorf("after a reset the clock shows %v, want %v", got, want)
	}
	s.MustAsk(t, "VIEWS", "DAY")
}

// A failing records how a test would have failed.
type failing struct {
	testing.TB
	said []string
}

func (f *failing) Errorf(format string, _ ...any) { f.said = append(f.said, format) }

func TestAdvancingBackwardsFailsTheTest(t *testing.T) {
	t.Parallel()
	tb := &failing{TB: t}
	s := dailymocktest.Start(tb, dailymock.Options{})
	s.Advance(-time.Hour)
	if len(tb.said) != 1 {
		t.Errorf("the test failed %d times, want once", len(tb.said))
	}
}
