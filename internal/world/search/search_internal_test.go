package search

import (
	"testing"

	"github.com/dailymock/dailymock/internal/world/catalogue"
)

// TestAFullIndexStillFinds: it makes the texts of further videos for each search, and keeps nothing of them.
func TestAFullIndexStillFinds(t *testing.T) {
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
	x := &Index{bytes: maxBytes}
	for text, want := range map[string]bool{v.Title(): true, "nowhere": false} {
		if got := x.Query(text).Matches(v); got != want || v.Words().Load() != nil || len(x.words) > 0 {
			t.Errorf("%q: %v, want %v; %d words are kept", text, got, want, len(x.words))
		}
	}
}
