package words_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/dailymock/dailymock/internal/world/words"
)

// subjects are 50 subjects of every kind and genre.
func subjects() []words.Subject {
	kinds := []words.Kind{
		words.Title, words.Title, words.Title, words.About, words.PlaylistTitle, words.PlaylistAbout, words.ChannelName,
		words.ChannelAbout, words.Street, words.Town, words.PlayerTitle,
	}
	var all []words.Subject
	for i := range 50 {
		all = append(all, words.Subject{
			Kind: kinds[i%len(kinds)], Seed: uint64(i * i), ID: fmt.Sprintf("x%d", 1000+i), Genre: words.Genres()[i%7],
			Channel: "Harbour News", Parent: uint64(i % 3), Created: time.Date(2026, 1, 1+i, 0, 0, 0, 0, time.UTC),
			Live: i%9 == 8, Number: i - 5,
		})
	}
	return all
}

// TestTextsAreGolden notices when a new version of gofakeit changes its lists or its order of draws. If a change is
// wanted, run it with UPDATE=1 and add a line to CHANGELOG.md.
func TestTextsAreGolden(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	for _, s := range subjects() {
		_, tags := words.Gofakeit{}.Titled(s, 1+s.Number&3)
		fmt.Fprintf(&b, "%s: %s %q\n", s.Kind, words.Gofakeit{}.Text(s), tags)
	}
	const file = "testdata/texts.txt"
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(file, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	got, golden := strings.Split(b.String(), "\n"), strings.Split(string(want), "\n")
	if len(got) != len(golden) {
		t.Fatalf("%d lines, want %d", len(got), len(golden))
	}
	for i := range got {
		if got[i] != golden[i] {
			t.Errorf("text %d:\n got %s\nwant %s", i, got[i], golden[i])
		}
	}
}

// TestTextsAreWhole looks at many texts of every kind and genre: no slot is left, nothing is empty or too long, tags
// differ, and few titles are there twice.
func TestTextsAreWhole(t *testing.T) {
	t.Parallel()
	var source words.Gofakeit
	for _, genre := range words.Genres() {
		titles := map[string]bool{}
		const many = 1000
		for i := range many {
			s := words.Subject{
				Kind:    words.Title,
				Seed:    uint64(i),
				ID:      fmt.Sprint("v", i),
				Genre:   genre,
				Channel: "Harbour News",
				Parent:  uint64(i / 36),
				Created: time.Date(2015+i/100, 1, 1+i%100*3, 0, 0, 0, 0, time.UTC),
				Live:    i%12 == 0,
				Number:  i % 36,
			}
			title, tags := source.Titled(s, 1+i%4)
			titles[title] = true
			if text := source.Text(s); text != title {
				t.Fatalf("the title of %+v is %q and %q", s, title, text)
			}
			if len(slices.Compact(slices.Sorted(slices.Values(tags)))) != 1+i%4 {
				t.Fatalf("tags of %+v = %q, want %d different ones", s, tags, 1+i%4)
			}
			for _, kind := range []words.Kind{words.Title, words.About, words.PlaylistTitle, words.ChannelAbout,
				words.PlayerTitle} {
				s.Kind = kind
				if text := source.Text(s); text == "" || len(text) > 200 || strings.ContainsAny(text, "{}%\n") {
					t.Fatalf("%s of %+v = %q", kind, s, text)
				}
			}
		}
		if len(titles) < many*9/10 {
			t.Errorf("%s: only %d of %d titles differ", genre, len(titles), many)
		}
	}
}

func TestEpisodesShareTheNameOfTheirSeries(t *testing.T) {
	t.Parallel()
	first := words.Subject{
		Kind:    words.Title,
		Seed:    1,
		ID:      "a",
		Genre:   "food",
		Parent:  2,
		Created: time.Date(2026, 1, 2, 0, 0, 0, 0, time.UTC),
	}
	next := first
	next.Seed, next.ID, next.Number, next.Created = 9, "b", 5, first.Created.AddDate(0, 2, 0)
	one, two := words.Gofakeit{}.Text(first), words.Gofakeit{}.Text(next)
	name, _, _ := strings.Cut(one, "1")
	if !strings.HasPrefix(two, name) || !strings.Contains(two, "2") {
		t.Errorf("two episodes in a row are %q and %q", one, two)
	}
}

func TestChannelNames(t *testing.T) {
	t.Parallel()
	for slug, want := range map[string]string{"harbour-fans": "Harbour Fans", "ana": "Ana", "---": "---",
		"été_2026": "Été 2026"} {
		if got := (words.Gofakeit{}).Text(words.Subject{Kind: words.ChannelName, ID: slug}); got != want {
			t.Errorf("channel %q is called %q, want %q", slug, got, want)
		}
	}
	if got := (words.Gofakeit{}).Text(
		words.Subject{Kind: words.ChannelName, ID: "x1fz4ii", Genre: "food"},
	); strings.Contains(
		got,
		"1fz4",
	) {
		t.Errorf("a channel whose slug looks like an id is called %q", got)
	}
}
