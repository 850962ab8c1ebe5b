package search_test

import (
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/world"

	"github.com/dailymock/dailymock/internal/world/catalogue"
)

const spec = `
partners:
- name: Model Group
  channels:
  - {slug: mara, name: Mara, genre: news, uploads: 60}
  - slug: noor
    name: Noor
    uploads: 0
    videos: [{created: 2026-03-01, title: "ÉTÉ à Oslo\u00a0Nord", tags: [Sea, "old TOWN"]}]
`

func open(tb testing.TB) (*world.World, []*world.Video) {
	tb.Helper()
	s, err := catalogue.ParseSpec([]byte(spec))
	if err != nil {
		tb.Fatal(err)
	}
	w, err := world.New(s, world.Config{Seed: 1})
	if err != nil {
		tb.Fatal(err)
	}
	var all []*world.Video
	for _, c := range w.Channels() {
		all = append(all, c.Videos(world.DayOf(time.Date(2026, 3, 10, 0, 0, 0, 0, time.UTC)))...)
	}
	return w, all
}

// TestTheIndexFindsWhatTheTextsHave compares it with a search through all texts: for words of the texts, parts of
// words, in any case, and words that are nowhere.
func TestTheIndexFindsWhatTheTextsHave(t *testing.T) {
	t.Parallel()
	w, all := open(t)
	queries := []string{"", "  ", "tram", "TRAM", "e", "the the", "nowhere-at-all", "été", "oslo nord", "old town",
		"oslo\u00a0nord", "sea oslo"}
	for i := 0; i < len(all); i += 40 {
		words := strings.Fields(strings.Join(all[i].Texts(), " "))
		queries = append(queries, words[0], words[len(words)/2]+" "+words[len(words)-1], words[len(words)/3][1:])
	}
	found := 0
	for _, text := range queries {
		q := w.Texts.Query(text)
		for _, v := range all {
			got, want := q.Matches(v), q.In(v.Texts()...)
			if got != want {
				t.Fatalf("query %q, video %s: %v, want %v in %q", text, v.ID, got, want, v.Texts())
			}
			if got {
				found++
			}
		}
	}
	if found < len(all) {
		t.Errorf("%d videos were found, of %d in %d queries", found, len(all), len(queries))
	}
}

// TestTextsAreThoseThatAVideoShows, in a fixed order.
func TestTextsAreThoseThatAVideoShows(t *testing.T) {
	t.Parallel()
	_, all := open(t)
	for _, v := range all {
		got := strings.Join(v.Texts(), "\n")
		if want := strings.Join(append([]string{v.Title(), v.Description()}, v.Tags()...), "\n"); got != want {
			t.Fatalf("texts of %s = %q, want %q", v.ID, got, want)
		}
	}
}

// TestAVideoIsIndexedOnce: a second search makes no texts.
func TestAVideoIsIndexedOnce(t *testing.T) {
	t.Parallel()
	w, all := open(t)
	w.Texts.Query("nowhere").Matches(all[0])
	kept := all[0].Words().Load()
	w.Texts.Query("tram").Matches(all[0])
	if kept == nil || all[0].Words().Load() != kept || len(*kept) > 200 {
		t.Errorf("kept of a video: %v", kept)
	}
}

// BenchmarkMatches is one video of an index that has all.
func BenchmarkMatches(b *testing.B) {
	w, all := open(b)
	q := w.Texts.Query("harbour tram")
	for _, v := range all {
		q.Matches(v)
	}
	for i := 0; b.Loop(); i++ {
		q.Matches(all[i%len(all)])
	}
}
