package words_test

import (
	"testing"

	"github.com/dailymock/dailymock/internal/world/words"
)

// BenchmarkTexts is the title, the tags and the description of a video, which a search reads of all videos.
func BenchmarkTexts(b *testing.B) {
	all := subjects()
	var text []byte
	for i := 0; b.Loop(); i++ {
		s := all[i%len(all)]
		s.Kind = words.Title
		text = words.Gofakeit{}.AppendTexts(text[:0], s, 1+i&3)
	}
}
