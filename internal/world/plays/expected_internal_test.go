package plays

import (
	"testing"

	"github.com/dailymock/dailymock/internal/world/catalogue"
	"github.com/dailymock/dailymock/internal/world/hash"
)

// TestExpectedIsWhatDivisionsGive, for numbers small and large, and those next to a multiple.
func TestExpectedIsWhatDivisionsGive(t *testing.T) {
	t.Parallel()
	for i := range uint64(300_000) {
		h, h2 := hash.Sum64(i), hash.Sum64(^i)
		fade, age := 1+h%1200, h>>32%9000
		popularity := h2 >> (i % 64)
		if i%2 == 0 {
			popularity = popularity/(fade+age)*(fade+age) - i/2%3
		}
		v := &catalogue.Video{Popularity: popularity, Fade: fade}
		want := popularity * fade / (fade + age) * fade / (fade + age)
		if got := expected(v, age); got != want {
			t.Fatalf("popularity %d, fade %d, age %d: %d, want %d", popularity, fade, age, got, want)
		}
	}
}
