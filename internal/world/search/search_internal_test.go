package search

import (
	"strings"
	"testing"

	"github.com/dailymock/dailymock/internal/world/catalogue"
)

// TestWithoutRoomItStillFinds: it makes the texts of further videos for each search, and keeps nothing of them.
func TestWithoutRoomItStillFinds(t *testing.T) {
	t.Parallel()
	const text = "partners: [{name: A, channels: [{slug: a, name: A, genre: news, uploads: 4}]}]"
	spec, err := catalogue.ParseSpec([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	all, err := catalogue.New(spec, catalogue.Config{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	v := &all.Channels()[0].Made(2020)[0]
	var texts Texts
	texts.kept.Store(maxBytes)
	for text, want := range map[string]bool{v.Title(): true, "nowhere": false} {
		if got := texts.Query(text).Matches(v); got != want || v.Folded().Load() != nil {
			t.Errorf("%q: %v, want %v; kept: %v", text, got, want, v.Folded().Load())
		}
	}
}

// TestFoldIsToLower, in place or not.
func TestFoldIsToLower(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", "Tram", "“VOTERS’ Voices”", "ÉTÉ à Oslo", "ǅ ſ İ ẞ Σ K", "a\xffB", "Z\xe2\x80"} {
		if got, want := string(fold([]byte(text))), strings.ToLower(text); got != want {
			t.Errorf("%q is folded to %q, want %q", text, got, want)
		}
	}
}
