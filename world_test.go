package dailymock_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/dailymock/dailymock"
	"github.com/dailymock/dailymock/dailymocktest"
)

// TestListedVideosHaveKnownFigures at the front door: what a world file says is
// what a report holds, however it is split.
func TestListedVideosHaveKnownFigures(t *testing.T) {
	t.Parallel()
	m := dailymocktest.Start(t, dailymock.Options{ReportTakes: dailymock.Immediate, World: []byte(`
partners:
  - name: Studio Nord
    channels:
      - slug: studio-nord
        videos:
          - {id: x8abc12, title: The crane that stayed, created: 2026-01-31, plays: 120}
          - {id: x8abc13, title: Low tide, created: 2026-06-28T23:30:00Z, plays: 5}
`)})
	got := map[string]int{}
	for _, row := range m.MustCSV(t, m.MustAsk(t, "VIEWS", "DAY", "VIDEO_ID", "VISITOR_COUNTRY"))[1:] {
		n, err := strconv.Atoi(row[3])
		if err != nil {
			t.Fatal(err)
		}
		got[row[0]+" "+row[1]] += n
	}
	for key, want := range map[string]int{
		"2026-06-24 x8abc12": 120, "2026-06-30 x8abc12": 120, "2026-06-27 x8abc13": 0, "2026-06-28 x8abc13": 5, "2026-06-30 x8abc13": 5,
	} {
		if got[key] != want {
			t.Errorf("%s has %d views, want %d", key, got[key], want)
		}
	}
}

func TestWorldThatCannotBeIsRefused(t *testing.T) {
	t.Parallel()
	s, err := dailymock.New(dailymock.Options{World: []byte("partners: [{name: A, channels: [{slug: a, genre: opera}]}]")})
	if want := "1:50: partners[0].channels[0].genre"; s != nil || err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("server %v, error %v; want none and one that says %q", s != nil, err, want)
	}
}
